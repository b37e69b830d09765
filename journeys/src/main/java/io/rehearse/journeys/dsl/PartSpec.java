package io.rehearse.journeys.dsl;

/** The words of a block within a journey: {@code group}, {@code repeat}, {@code when}, {@code chance}. */
public final class PartSpec extends FlowSpec {
    private final JourneySpec journey;

    PartSpec(JourneySpec journey) {
        super(journey.reading);
        this.journey = journey;
    }

    @Override
    JourneySpec journey() {
        return journey;
    }
}
