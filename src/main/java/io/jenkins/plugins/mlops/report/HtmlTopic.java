package io.jenkins.plugins.mlops.report;

/** What there is to say of one training, in the order of interest. A topic of which there is nothing to say writes nothing. */
enum HtmlTopic {
    CHECKS("Checks") {
        @Override
        void write(Section section, Markup html, String heading) {
            new HtmlTables(html, heading).checks(section.verdict());
        }
    },
    METRICS("Metrics") {
        @Override
        void write(Section section, Markup html, String heading) {
            new HtmlTables(html, heading)
                    .metrics(section.metrics(), section.baseline().isPresent());
        }
    },
    PLOTS("Plots") {
        @Override
        void write(Section section, Markup html, String heading) {
            new HtmlPlots(html, heading).plots(section.plots());
        }
    },
    HISTORY("History") {
        @Override
        void write(Section section, Markup html, String heading) {
            new HtmlPlots(html, heading).history(section);
        }
    },
    PARAMETERS("Parameters") {
        @Override
        void write(Section section, Markup html, String heading) {
            new HtmlTables(html, heading).parameters(section.parameters());
        }
    },
    DATA("Data") {
        @Override
        void write(Section section, Markup html, String heading) {
            new HtmlInputs(html, heading).data(section.data());
        }
    },
    LINEAGE("Lineage") {
        @Override
        void write(Section section, Markup html, String heading) {
            HtmlInputs inputs = new HtmlInputs(html, heading);
            inputs.models(section.models());
            section.lineage().ifPresent(inputs::lineage);
        }
    };

    final String title;

    HtmlTopic(String title) {
        this.title = title;
    }

    /** @param heading {@code h2} or the like */
    abstract void write(Section section, Markup html, String heading);
}
