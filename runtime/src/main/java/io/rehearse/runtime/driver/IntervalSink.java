package io.rehearse.runtime.driver;

/** Takes finished intervals from lanes. Called on the lane's thread, must not block. */
public interface IntervalSink {
    /**
     * @param finished belongs to the sink from now on, unless null is returned
     * @return an empty interval for the lane to go on with, or null if the sink has no room: then the lane keeps
     *     {@code finished} and goes on filling it
     */
    LaneInterval swap(LaneInterval finished);
}
