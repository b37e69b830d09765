/**
 * Looks at one response: are the checks met, which values are kept. Pure but for the values it fills; sees a response only
 * through {@link io.rehearse.runtime.response.Response}, and knows neither HTTP framing nor sessions. Runs on the lane.
 */
package io.rehearse.runtime.response;
