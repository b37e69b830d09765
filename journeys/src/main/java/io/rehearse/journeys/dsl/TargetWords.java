package io.rehearse.journeys.dsl;

/**
 * {@code target.url} in a step.
 *
 * @param url of the journey's target, without a slash at the end
 */
public record TargetWords(String url) {
    public String getUrl() {
        return url;
    }
}
