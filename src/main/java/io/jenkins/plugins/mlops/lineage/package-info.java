/** What a model was made of: code, data, parameters and environment, as records, as an in-toto statement and as a CycloneDX ML-BOM. */
package io.jenkins.plugins.mlops.lineage;
