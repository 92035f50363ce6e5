/** The image that carries a model: build context, Dockerfile, tag and labels; the ports {@link ImageBuilder} and {@link Registry}. */
package io.jenkins.plugins.mlops.image;
