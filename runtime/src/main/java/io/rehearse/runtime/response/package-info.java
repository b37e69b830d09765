/**
 * Looks at one response: are the checks met, which values are kept. Pure but for the values it fills; sees a response only
 * through {@link io.rehearse.runtime.response.Response}, and knows neither HTTP framing nor sessions. Runs on the lane.
 *
 * <p>Start reading at {@link io.rehearse.runtime.response.ResponseReader}; {@code Extractor} finds a value,
 * {@code JsonScanner} finds it in JSON, {@code Comparison} judges it, {@code Words} says what was wrong.
 */
package io.rehearse.runtime.response;
