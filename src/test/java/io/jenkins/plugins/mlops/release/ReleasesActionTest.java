package io.jenkins.plugins.mlops.release;

import static org.assertj.core.api.Assertions.assertThat;

import hudson.model.FreeStyleBuild;
import hudson.model.Item;
import io.jenkins.plugins.mlops.deploy.Outcome;
import io.jenkins.plugins.mlops.deploy.Progress;
import io.jenkins.plugins.mlops.deploy.Provenance;
import io.jenkins.plugins.mlops.deploy.ReleaseListener;
import io.jenkins.plugins.mlops.deploy.State;
import java.net.URL;
import java.nio.file.Files;
import java.util.List;
import jenkins.model.Jenkins;
import net.sf.json.JSONObject;
import org.htmlunit.html.DomElement;
import org.htmlunit.html.HtmlPage;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.jvnet.hudson.test.JenkinsRule;
import org.jvnet.hudson.test.MockAuthorizationStrategy;
import org.jvnet.hudson.test.junit.jupiter.WithJenkins;

@WithJenkins
class ReleasesActionTest {

    private static final String HOSTILE = "<img src=x onerror=alert(1)>\"'</script>{{7*7}}${7*7}";

    private static final ReleaseSubject SUBJECT = MockCluster.SUBJECT;

    private JenkinsRule jenkins;
    private FreeStyleBuild build;

    @BeforeEach
    void keepJenkins(JenkinsRule rule) throws Exception {
        jenkins = rule;
        jenkins.jenkins.setSecurityRealm(jenkins.createDummySecurityRealm());
        jenkins.jenkins.setAuthorizationStrategy(new MockAuthorizationStrategy()
                .grant(Jenkins.ADMINISTER)
                .everywhere()
                .to("admin")
                .grant(Jenkins.READ)
                .everywhere()
                .toEveryone()
                .grant(Item.READ)
                .everywhere()
                .to("reader", "builder", "approver")
                .grant(Item.BUILD, Item.CONFIGURE, Item.CANCEL)
                .everywhere()
                .to("builder")
                .grant(ReleasePermission.DEPLOY)
                .everywhere()
                .to("approver", "stranger"));
        build = jenkins.buildAndAssertSuccess(jenkins.createFreeStyleProject("train"));
    }

    @Test
    void shouldTellWhatHappenedWhenHowLongAndByWhom() throws Exception {
        promote(new Told("r1").decidedBy("ann"));

        HtmlPage page = page("reader");

        assertThat(page.asNormalizedText())
                .contains("✓", "Promoted: fraud in namespace prod", "green serves")
                .contains(Told.NEW, Told.OLD, "Approved by\tann".replace('\t', '\n'))
                .contains("2026-01-31T12:00:15Z", "15 sec", "fraud #7", "a note")
                .contains("c".repeat(40), "d".repeat(32), "sha256:e");
        assertThat(page.getAnchorByHref("https://jenkins.example/job/fraud/7/")).isNotNull();
        HtmlPage summary = client("reader").withJavaScriptEnabled(false).getPage(build);
        assertThat(summary.asNormalizedText())
                .contains("Promoted: fraud in namespace prod", Told.NEW, "Approved by ann", "green serves");
    }

    @Test
    void shouldShowTheWorstFirst() throws Exception {
        promote(new Told("r1"));
        ReleaseLog other = ReleaseLog.of(build, "20");
        other.begin(new ReleaseSubject("churn", SUBJECT.cluster(), Told.NEW, "r2", ReleaseSubject.Kind.DEPLOY));
        other.failed("the API server did not answer for 10 minutes");
        ReleaseLog third = ReleaseLog.of(build, "30");
        third.begin(new ReleaseSubject("price", SUBJECT.cluster(), "", "r3", ReleaseSubject.Kind.ROLLBACK));

        assertThat(page("reader").getElementsByTagName("h2").stream()
                        .map(DomElement::getTextContent)
                        .map(text -> text.replaceAll("\\s+", " ").strip()))
                .containsSubsequence(
                        "Could not be carried on: churn in namespace prod",
                        "Nobody has told how it ended: rollback of price in namespace prod",
                        "Promoted: fraud in namespace prod");
    }

    @Test
    void shouldGiveNumbersToPrograms() throws Exception {
        promote(new Told("r1").decidedBy("ann"));

        JSONObject release = json("api/json").getJSONArray("releases").getJSONObject(0);

        assertThat(release.getString("status")).isEqualTo("promoted");
        assertThat(release.getString("approvedBy")).isEqualTo("ann");
        assertThat(release.getString("image")).isEqualTo(Told.NEW);
        assertThat(release.getString("serving")).isEqualTo(Told.NEW);
        assertThat(release.getLong("started")).isPositive();
        JSONObject row = release.getJSONArray("timeline").getJSONObject(0);
        assertThat(row.getString("state")).isEqualTo("deploying");
        assertThat(row.getLong("at")).isEqualTo(Told.START.toEpochMilli());
        assertThat(row.getDouble("seconds")).isEqualTo(15);
    }

    @Test
    void shouldTellAPageWhetherItIsOutOfDate() throws Exception {
        ReleaseLog log = ReleaseLog.of(build, "12");
        log.begin(SUBJECT);
        JSONObject before = json("status");
        assertThat(json("status").toString()).isEqualTo(before.toString());

        log.listener().entered(new Told("r1").enter(State.DEPLOYING, "gets ready"));

        assertThat(json("status").getString("version")).isNotEqualTo(before.getString("version"));
        assertThat(json("status").getBoolean("goesOn")).isFalse();
        assertThat(page("reader", "timeline").asNormalizedText()).contains("gets ready");
        assertThat(page("reader", "live").asNormalizedText()).contains("gets ready");
    }

    @Test
    void shouldOfferToGoBackToThoseWhoMayAndWhereThereIsSomethingToGoBackTo() throws Exception {
        promote(new Told("r1"));
        for (String user : List.of("reader", "builder")) {
            assertThat(page(user).getElementsByTagName("textarea")).as(user).isEmpty();
        }
        for (String user : List.of("approver", "admin")) {
            HtmlPage page = page(user);
            assertThat(page.getElementsByTagName("textarea")).as(user).hasSize(1);
            assertThat(page.getElementsByName("rollback-12")
                            .get(0)
                            .getParentNode()
                            .asNormalizedText())
                    .contains("blue " + Told.OLD + " serves again, in place of green " + Told.NEW);
        }
    }

    @Test
    void shouldOfferNoWayBackWhereThereIsNone() throws Exception {
        promote(new Told("r1").first());
        assertThat(page("admin").getElementsByTagName("textarea"))
                .as("the first release")
                .isEmpty();

        Told told = new Told("r2");
        ReleaseLog log = ReleaseLog.of(build, "12");
        log.listener().entered(told.enter(State.DEPLOYING, "gets ready"));
        log.listener().entered(told.end(Outcome.DISCARDED, "taken away"));
        assertThat(page("admin").getElementsByTagName("textarea"))
                .as("discarded")
                .isEmpty();
    }

    @Test
    void shouldRefuseEverybodyWhoMayNotAndChangeNothing() throws Exception {
        promote(new Told("r1"));
        String evidence = evidence();

        for (String user : List.of("reader", "builder")) {
            assertThat(rollBack(user, "12", evidence, "recall fell", true))
                    .as(user)
                    .isEqualTo(403);
            assertThat(rollBack(user, "99", "", "", true))
                    .as("the permission comes first")
                    .isEqualTo(403);
        }
        for (String user : List.of("anonymous", "stranger")) {
            assertThat(rollBack(user, "12", evidence, "recall fell", true))
                    .as(user)
                    .isEqualTo(404);
            for (String path : List.of("", "status", "timeline", "live", "api/json")) {
                assertThat(status(user, path)).as(user + " " + path).isEqualTo(404);
            }
        }
        for (String path : List.of("", "status", "timeline", "live", "api/json")) {
            assertThat(status("reader", path)).as(path).isEqualTo(200);
        }
        assertThat(rollBack("approver", "12", evidence, "recall fell", false))
                .as("without a crumb")
                .isEqualTo(403);
        assertThat(status("approver", "rollback?node=12&reason=x&evidence=" + evidence))
                .as("GET")
                .isEqualTo(405);
        assertThat(new ReleaseStore(build).rollbacks(12)).isZero();
    }

    @Test
    void shouldRefuseAPageThatIsOutOfDateAndAClickWithoutAReason() throws Exception {
        promote(new Told("r1"));

        assertThat(rollBack("approver", "12", evidence(), " \n ", true)).isEqualTo(400);
        assertThat(rollBack("approver", "12", evidence(), "x".repeat(1_001), true))
                .isEqualTo(400);
        assertThat(rollBack("approver", "12", "r0/0", "recall fell", true)).isEqualTo(409);
        assertThat(rollBack("approver", "12", "", "recall fell", true)).isEqualTo(409);
        assertThat(rollBack("approver", "13", evidence(), "recall fell", true)).isEqualTo(404);
        assertThat(new ReleaseStore(build).rollbacks(12)).isZero();
    }

    @Test
    void shouldShowHostileTextAsText() throws Exception {
        ReleaseLog log = ReleaseLog.of(build, "12");
        log.begin(new ReleaseSubject(
                HOSTILE,
                new ClusterAddress(HOSTILE, HOSTILE, HOSTILE, HOSTILE, HOSTILE),
                HOSTILE,
                HOSTILE,
                ReleaseSubject.Kind.DEPLOY));
        Told told = new Told(HOSTILE)
                .madeFrom(new Provenance("javascript:alert(1)", HOSTILE, HOSTILE, HOSTILE))
                .decidedBy(HOSTILE)
                .because(HOSTILE);
        log.listener().entered(told.enter(State.OBSERVING, HOSTILE));
        log.listener().noticed(HOSTILE);
        new ReleaseLog(build, new LogPlace(12, 1), java.time.Clock.systemUTC())
                .begin(SUBJECT, new Asked(HOSTILE, HOSTILE));
        new ReleaseLog(build, new LogPlace(12, 1), java.time.Clock.systemUTC()).failed(HOSTILE);

        for (HtmlPage page : List.of(
                page("admin"),
                page("admin", "timeline"),
                client("admin").withJavaScriptEnabled(false).<HtmlPage>getPage(build))) {
            assertThat(page.asNormalizedText()).contains("onerror=alert(1)", "${7*7}", "{{7*7}}");
            assertThat(page.getByXPath("//img[@src='x']")).isEmpty();
            assertThat(page.getByXPath("//@onerror")).isEmpty();
            assertThat(page.getByXPath("//a[starts-with(@href, 'javascript')]")).isEmpty();
        }
        assertThat(page("admin").getElementsByTagName("textarea")).hasSize(1);
    }

    @Test
    void shouldKeepThePageWholeWhereALogIsDamaged() throws Exception {
        promote(new Told("r1"));
        ReleaseLog.of(build, "20").begin(SUBJECT);
        Files.writeString(build.getRootDir().toPath().resolve("mlops/releases/20/release.json"), "{");

        assertThat(page("reader").asNormalizedText()).contains("cannot all be read", "Promoted: fraud");
        assertThat(client("reader")
                        .withJavaScriptEnabled(false)
                        .getPage(build)
                        .getWebResponse()
                        .getStatusCode())
                .isEqualTo(200);
    }

    private void promote(Told told) throws Exception {
        ReleaseLog log = ReleaseLog.of(build, "12");
        log.begin(SUBJECT);
        ReleaseListener listener = log.listener();
        listener.entered(told.enter(State.DEPLOYING, "green gets ready"));
        listener.noticed("a note");
        listener.entered(told.enter(State.VERIFYING, "green is tested"));
        listener.entered(told.enter(State.SWITCHING, "green takes over"));
        listener.entered(told.enter(State.OBSERVING, "green is watched"));
        listener.entered(told.enter(State.RETIRING, "blue is kept"));
        listener.entered(told.end(Outcome.PROMOTED, "green serves"));
        log.finished(new Progress.Finished(Outcome.PROMOTED, "green serves"));
    }

    private JSONObject json(String path) throws Exception {
        return JSONObject.fromObject(client("reader")
                .goTo(build.getUrl() + "releases/" + path, "application/json")
                .getWebResponse()
                .getContentAsString());
    }

    private String evidence() throws Exception {
        return page("approver")
                .getFirstByXPath("string(//input[@name='evidence']/@value)")
                .toString();
    }

    private HtmlPage page(String user) throws Exception {
        return page(user, "");
    }

    private HtmlPage page(String user, String part) throws Exception {
        return client(user).withJavaScriptEnabled(false).getPage(build, "releases/" + part);
    }

    private int status(String user, String path) throws Exception {
        return client(user)
                .withThrowExceptionOnFailingStatusCode(false)
                .withJavaScriptEnabled(false)
                .getPage(new URL(jenkins.getURL(), build.getUrl() + "releases/" + path))
                .getWebResponse()
                .getStatusCode();
    }

    private int rollBack(String user, String node, String evidence, String reason, boolean withCrumb) throws Exception {
        return RollbackClick.send(client(user), build, node, evidence, reason, withCrumb);
    }

    private JenkinsRule.WebClient client(String user) throws Exception {
        JenkinsRule.WebClient client = jenkins.createWebClient();
        return user.equals("anonymous") ? client : client.login(user);
    }
}
