package io.rehearse.runtime.driver;

import io.rehearse.journeys.data.Value;
import io.rehearse.journeys.plan.Code;
import io.rehearse.journeys.plan.Journey;
import io.rehearse.journeys.plan.Load;
import io.rehearse.journeys.plan.Load.Model;
import io.rehearse.journeys.plan.Plan;
import io.rehearse.journeys.plan.Step;
import io.rehearse.runtime.driver.LaneInterval.JourneyCount;
import io.rehearse.runtime.driver.LaneInterval.StepCount;
import io.rehearse.runtime.driver.LaneInterval.TargetCount;
import io.rehearse.runtime.response.Response;
import io.rehearse.runtime.response.ResponseReader;
import java.util.HashMap;
import java.util.Map;

/**
 * One event loop's share of the load: starts users when they are due, walks them through their journeys, records what
 * happened. Read it top to bottom: it is in the order of time. Everything here runs on one thread; nothing is shared.
 *
 * <p>Four stamps a step: {@code dueAt} (the user wants to act), {@code handledAt} (the lane took the session up),
 * {@code sentAt} (first byte handed to the socket), {@code endAt} (last byte read, before checks and captures).
 * late = handledAt − dueAt, wait = sentAt − handledAt, service = endAt − sentAt; response = late + wait + service.
 */
public final class Lane {
    /** Most arrivals and wake-ups handled before sockets get their turn again. */
    private static final int PER_TICK_MAX = 256;

    private final Traffic traffic;
    private final int index;
    private final Clock clock;
    private final IntervalSink sink;
    private final Wire wire;
    private final ResponseReader reader;
    private final FirstValues firstValues;
    private final Schedule schedule;
    private final ClosedUsers closedUsers;
    private final Program[][] programs;
    private final JourneyMix mix;
    private final Deadlines[] deadlines;
    private final Deadlines[] deadlineOfStep;
    private final Map<Step, Deadlines> deadlineOfCleanup = new HashMap<>();
    /** For each side: one that hangs must not take the other's place. */
    private final int inFlightMax;

    private final NextTry nextTry = new NextTry();

    private final Sleepers sleepers = new Sleepers();
    private final Sessions sessions;
    private final int[] openBySideAndStep;

    private LaneInterval interval;
    private long intervalEnd;
    private long wantedAt;
    private long loadEnd;
    private long graceEnd;
    private boolean stopped;
    private boolean over;
    private Throwable broken;
    private final RecentLateness lately = new RecentLateness();
    private final Examples examples;

    /** @param wires makes the lane's wire, once the lane exists for it to call back */
    public Lane(Traffic traffic, int index, Clock clock, WireFactory wires, IntervalSink sink) {
        this.traffic = traffic;
        this.index = index;
        this.clock = clock;
        this.sink = sink;
        Plan plan = traffic.sides().get(0);
        int sides = traffic.sides().size();
        Load load = traffic.load();
        this.firstValues = new FirstValues(traffic.seed(), clock);
        this.reader = new ResponseReader(traffic.seed(), traffic.sides(), traffic.showsSecrets());
        boolean open = load.model() == Model.OPEN;
        this.schedule = open ? new Schedule(load, traffic.seed(), index, traffic.lanes(), sides) : null;
        this.closedUsers = open ? null : new ClosedUsers(load, traffic.seed(), index, traffic.lanes(), sides);
        this.programs = new Program[sides][plan.journeys().size()];
        for (int side = 0; side < sides; side++) {
            for (Journey journey : traffic.sides().get(side).journeys()) {
                programs[side][journey.index()] = new Program(journey, traffic.seed());
            }
        }
        Program.Room most = Program.Room.NONE;
        for (Program program : programs[0]) {
            most = most.max(program.room);
        }
        int variables = plan.journeys().stream()
                .mapToInt(journey -> journey.variables().size())
                .max()
                .orElse(0);
        this.sessions = new Sessions(sides, variables, most);
        this.mix = new JourneyMix(plan.journeys(), traffic.seed());
        this.deadlineOfStep = new Deadlines[plan.steps().size()];
        Map<Long, Deadlines> byTimeout = new HashMap<>();
        for (Step step : plan.steps()) {
            deadlineOfStep[step.index()] = byTimeout.computeIfAbsent(step.timeoutNanos(), Deadlines::new);
        }
        for (Plan side : traffic.sides()) {
            for (Journey journey : side.journeys()) {
                for (Step step : journey.afterwards()) {
                    deadlineOfCleanup.put(step, byTimeout.computeIfAbsent(step.timeoutNanos(), Deadlines::new));
                }
            }
        }
        this.deadlines = byTimeout.values().toArray(Deadlines[]::new);
        this.openBySideAndStep = new int[sides * plan.steps().size()];
        int shares = traffic.lanes() * sides;
        this.inFlightMax = Math.max(1, (traffic.inFlightMax() + shares - 1 - index) / shares);
        long duration = load.durationNanos();
        boolean endless = duration == Load.FOREVER || load.model() == Model.WALKS;
        this.loadEnd = endless ? Long.MAX_VALUE : traffic.startNanos() + duration;
        this.graceEnd = endless ? Long.MAX_VALUE : loadEnd + traffic.graceNanos();
        this.interval = new LaneInterval(traffic, index);
        this.interval.startNanos = traffic.startNanos();
        this.intervalEnd = traffic.startNanos() + traffic.intervalNanos();
        this.wantedAt = Long.MAX_VALUE;
        this.wire = wires.wire(this);
        this.examples = new Examples(wire, reader, traffic.traced());
    }

    /**
     * A mistake of this program left a user on no way on, so that the lane could never come to its end: its next tick fails
     * instead. Who calls the wire's code (event loop, listeners of futures) would only log it.
     */
    public void broken(Throwable cause) {
        broken = cause;
    }

    /** Makes the wire of a lane. */
    @FunctionalInterface
    public interface WireFactory {
        Wire wire(Lane lane);
    }

    // ---- time passes

    /**
     * Does what is due: hands a finished interval over, gives up what timed out, starts users, wakes users.
     *
     * @return clock time at which it wants to be called again at the latest; {@code Long.MAX_VALUE} when
     *     {@link #isOver()}
     */
    public long tick() {
        if (broken != null) {
            throw new IllegalStateException("a user could not be led on", broken);
        }
        long now = clock.nanoTime();
        interval.lagNanosMax = Math.max(interval.lagNanosMax, now - wantedAt);
        rollInterval(now);
        expire(now);
        int budget = PER_TICK_MAX;
        long nextArrival = nextArrival();
        while (nextArrival <= now && budget-- > 0) {
            arrive(nextArrival, now);
            now = clock.nanoTime();
            nextArrival = nextArrival();
        }
        while (sleepers.size() > 0 && sleepers.first().dueAt <= now && budget-- > 0) {
            advance(sleepers.removeFirst(), now);
            now = clock.nanoTime();
        }
        if (now >= graceEnd && !over) {
            giveUpRest(now);
        }
        if (sessions.walking() == 0 && nextArrival() == Long.MAX_VALUE && !over) {
            finish(now);
        }
        wantedAt = over ? Long.MAX_VALUE : nextWanted();
        return wantedAt;
    }

    /** No more arrivals from now on; walks under way go on for the grace. Once more: they end now. */
    public void stop() {
        long now = clock.nanoTime();
        if (stopped) {
            graceEnd = Math.min(graceEnd, now);
        } else {
            stopped = true;
            endArrivals(now);
        }
    }

    private void endArrivals(long now) {
        if (schedule != null) {
            schedule.end();
        } else {
            closedUsers.end();
        }
        loadEnd = Math.min(loadEnd, now);
        graceEnd = Math.min(graceEnd, now + traffic.graceNanos());
    }

    /** Whether the load is over, every walk has ended and the last interval was handed over. */
    public boolean isOver() {
        return over;
    }

    private long nextWanted() {
        long next = Math.min(Math.min(nextArrival(), intervalEnd), graceEnd);
        if (sleepers.size() > 0) {
            next = Math.min(next, sleepers.first().dueAt);
        }
        for (Deadlines ofTimeout : deadlines) {
            Exchange first = ofTimeout.first();
            if (first != null) {
                next = Math.min(next, first.deadline);
            }
        }
        return next;
    }

    // ---- a user arrives

    private long nextArrival() {
        long at = schedule == null ? closedUsers.nextAt() : schedule.nextAt();
        return at == Long.MAX_VALUE ? at : traffic.startNanos() + at;
    }

    private void arrive(long dueAt, long now) {
        long arrival;
        int side;
        int user = -1;
        if (schedule != null) {
            schedule.take();
            arrival = traffic.firstArrival() + schedule.arrival();
            side = schedule.side();
        } else {
            user = closedUsers.take();
            arrival = closedUsers.arrival();
            side = closedUsers.side();
        }
        int journeyIndex = mix.journeyOf(arrival);
        int phase = phaseOf(dueAt);
        lately.arrived(dueAt, now);
        if (sessions.walking(side) >= inFlightMax) {
            interval.count(phase, side, journeyIndex, JourneyCount.ARRIVED);
            interval.count(
                    phase,
                    side,
                    journeyIndex,
                    lately.onTime() ? JourneyCount.DROPPED_TARGET : JourneyCount.DROPPED_LATE);
            if (user >= 0) {
                closedUsers.walkEnded(user, now - traffic.startNanos());
            }
            return;
        }
        Journey journey = traffic.sides().get(side).journeys().get(journeyIndex);
        Session session = sessions.take(side);
        if (!firstValues.fill(journey, session.values, arrival)) {
            release(session);
            endArrivals(now);
            return;
        }
        session.arrival = arrival;
        session.user = user;
        session.journey = journey;
        session.program = programs[side][journeyIndex];
        session.dueAt = dueAt;
        session.arrivedAt = dueAt;
        session.lastEndAt = dueAt;
        session.arrivalPhase = phase;
        session.responseNanos = 0;
        session.failed = false;
        session.timedFailure = true;
        session.ended = false;
        session.trying = false;
        session.restarting = false;
        session.restarts = 0;
        session.cleaning = false;
        toTheStart(session);
        interval.count(phase, side, journeyIndex, JourneyCount.ARRIVED);
        advance(session, now);
    }

    // ---- a user acts

    /** Goes on until the session waits for an answer or a pause, or its walk is over. */
    private void advance(Session session, long now) {
        for (int starts = 0; ; starts++) {
            Step step = null;
            if (session.trying) {
                if (session.dueAt > now) {
                    sleepers.add(session);
                    return;
                }
                step = session.exchange.step;
            } else if (session.cleaning) {
                Step[] afterwards = session.program.afterwards;
                if (session.cursor == afterwards.length) {
                    release(session);
                    return;
                }
                int next = session.cursor++;
                if (!session.program.canCleanUp(next, session.values)) {
                    continue;
                }
                step = afterwards[next];
            } else if (starts == PER_TICK_MAX) {
                sleepers.add(session);
                return;
            } else if (session.restarting) {
                restart(session);
                continue;
            } else {
                Program.Instruction next = session.ended ? null : session.program.next(session);
                if (next instanceof Program.Send send) {
                    if (session.failed && !send.canBeSent(session.values)) {
                        notReached(session, send.step().index());
                        continue;
                    }
                    step = send.step();
                } else if (next == null) {
                    endWalk(session, now);
                    continue;
                } else if (next instanceof Program.Decide decide) {
                    decide(session, decide, now);
                    now = clock.nanoTime();
                    continue;
                } else if (next instanceof Program.Breathe || pass(session, next) > now) {
                    sleepers.add(session);
                    return;
                } else {
                    continue;
                }
            }
            start(session, step, now);
            if (session.exchange.open) {
                return;
            }
            now = clock.nanoTime();
        }
    }

    /** Lets a closure say which way the walk goes on; if it cannot, the first step it decides about fails, unsent. */
    private void decide(Session session, Program.Decide decide, long now) {
        boolean goesOn = false;
        try {
            goesOn = reader.holds(decide.condition(), session.journey.variables(), session.values);
        } catch (Code.Failed thrown) {
            session.cursor = decide.out();
            Exchange exchange = session.exchange;
            begin(session, decide.step());
            exchange.to(session.dueAt, now);
            exchange.unsent = true;
            exchange.endAt = clock.nanoTime();
            complete(exchange, Outcome.SCRIPT_ERROR, ResponseReader.inWords(thrown), thrown.line(), null);
            return;
        } finally {
            scriptRan(clock.nanoTime() - now);
        }
        if (!goesOn) {
            session.cursor = decide.to();
        }
    }

    /** Moves the session past a pause, or into or out of a group; returns its due time. */
    private long pass(Session session, Program.Instruction next) {
        if (next instanceof Program.Pause pause) {
            session.program.think(session, pause);
        } else if (next instanceof Program.Pace pace && Program.pace(session, pace)) {
            interval.count(session.arrivalPhase, session.side, session.journey.index(), JourneyCount.PACE_MISSED);
        } else if (next instanceof Program.Open open) {
            session.groupFrom[open.slot()] = session.responseNanos;
            session.groupPhase[open.slot()] = phaseOf(session.dueAt);
        } else if (next instanceof Program.Close close) {
            endGroup(session, close.slot());
        }
        return session.dueAt;
    }

    /** A group's time is the sum of its steps', as a journey's is; with a failure in it other than by time it has none. */
    private void endGroup(Session session, int slot) {
        if (session.groupFrom[slot] != Session.NONE) {
            interval.recordGroup(
                    session.groupPhase[slot],
                    session.side,
                    session.program.groupOf(slot),
                    session.responseNanos - session.groupFrom[slot]);
            session.groupFrom[slot] = Session.NONE;
        }
    }

    private void start(Session session, Step step, long now) {
        Exchange exchange = session.exchange;
        if (!session.trying) {
            begin(session, step);
        }
        session.trying = false;
        exchange.to(session.dueAt, now);
        exchange.starting = true;
        (session.cleaning ? deadlineOfCleanup.get(step) : deadlineOfStep[step.index()]).add(exchange, now);
        wire.start(exchange);
        exchange.starting = false;
    }

    /** A step's first try; all its tries are one step. */
    private void begin(Session session, Step step) {
        Exchange exchange = session.exchange;
        exchange.step = step;
        exchange.dueAt = session.dueAt;
        exchange.tries = 0;
        exchange.lateNanos = 0;
        exchange.waitNanos = 0;
        exchange.bytesSent = 0;
        exchange.bytesReceived = 0;
        exchange.reuseRetries = 0;
        if (!session.cleaning) {
            session.visits[session.at]++;
            exchange.phase = phaseOf(exchange.dueAt);
            interval.count(exchange.phase, session.side, step.index(), StepCount.STARTED, 1);
            openBySideAndStep[session.side * deadlineOfStep.length + step.index()]++;
        }
    }

    /** The first byte of the exchange's first request is handed to the socket. */
    public void sent(Exchange exchange) {
        if (exchange.sentAt == 0) {
            exchange.sentAt = clock.nanoTime();
        }
    }

    /** A first byte of the final response is read. */
    public void firstByte(Exchange exchange) {
        exchange.firstByteAt = clock.nanoTime();
    }

    /** Work for the script itself, on the lane's thread: a closure, a page that was parsed. */
    public void scriptRan(long nanos) {
        interval.scriptNanosMax = Math.max(interval.scriptNanosMax, nanos);
    }

    /** A connection to a target was made: how long its parts took, in nanoseconds; −1 for a part that did not occur. */
    public void connected(int side, int target, long dnsNanos, long connectNanos, long tlsNanos) {
        int phase = phaseOf(clock.nanoTime());
        if (dnsNanos >= 0) {
            interval.recordTarget(phase, side, target, Kind.DNS, dnsNanos);
        }
        if (connectNanos >= 0) {
            interval.recordTarget(phase, side, target, Kind.CONNECT, connectNanos);
        }
        if (tlsNanos >= 0) {
            interval.recordTarget(phase, side, target, Kind.TLS, tlsNanos);
        }
    }

    // ---- an answer is there

    /**
     * The exchange is over: the last byte is read, or it failed.
     *
     * @param outcome {@link Outcome#OK} for a complete response, whatever its status; else why there is none
     * @param message in words for a failure, null otherwise
     * @param response valid during the call; null for a failure without a response
     */
    public void end(Exchange exchange, Outcome outcome, String message, Response response) {
        if (!exchange.open) {
            return;
        }
        long now = clock.nanoTime();
        exchange.endAt = now;
        int line = exchange.step.line();
        if (outcome == Outcome.OK) {
            Session session = exchange.session;
            long drawnBy = session.cleaning ? session.arrival : session.program.drawnBy(session);
            ResponseReader.Failure failure = reader.read(exchange.step, response, session.values, drawnBy);
            if (reader.workedForScript()) {
                scriptRan(clock.nanoTime() - now);
            }
            if (failure != null) {
                outcome = outcomeOf(failure);
                message = failure.message();
                line = failure.line();
            }
            if (reader.sawInvalidText()) {
                interval.count(exchange.session.side, exchange.step.target(), TargetCount.INVALID_TEXT, 1);
            }
        }
        if (outcome == Outcome.OK || !tryAgain(exchange, outcome, response)) {
            if (outcome != Outcome.OK && NextTry.isExpired(exchange, outcome)) {
                message = "not as expected in time, " + (exchange.tries + 1) + " tries; at last: " + message;
                outcome = Outcome.POLL_EXPIRED;
            }
            complete(exchange, outcome, message, line, response);
        }
        if (!exchange.starting) {
            advance(exchange.session, clock.nanoTime());
        }
    }

    /** Ends a try that another one follows: its service counts, its lateness and waiting add up. */
    private boolean tryAgain(Exchange exchange, Outcome outcome, Response response) {
        Session session = exchange.session;
        long wait = session.cleaning ? NextTry.NONE : nextTry.waitNanos(exchange, outcome, response);
        if (wait < 0) {
            return false;
        }
        int step = exchange.step.index();
        exchange.open = false;
        exchange.deadlines.remove(exchange);
        rollInterval(exchange.endAt);
        interval.count(exchange.phase, session.side, step, StepCount.RETRIED, 1);
        exchange.lateNanos += exchange.handledAt - exchange.tryDueAt;
        exchange.waitNanos += (exchange.sentAt == 0 ? exchange.endAt : exchange.sentAt) - exchange.handledAt;
        if (exchange.sentAt != 0) {
            interval.record(exchange.phase, session.side, step, Kind.SERVICE, exchange.endAt - exchange.sentAt);
        }
        exchange.tries++;
        session.trying = true;
        session.dueAt = exchange.endAt + wait;
        return true;
    }

    private static Outcome outcomeOf(ResponseReader.Failure failure) {
        return switch (failure.kind()) {
            case STATUS -> Outcome.STATUS_ERROR;
            case THROTTLED -> Outcome.THROTTLED;
            case CHECK -> Outcome.CHECK_FAILED;
            case NO_MATCH -> Outcome.NO_MATCH;
            case SCRIPT -> Outcome.SCRIPT_ERROR;
        };
    }

    private void complete(Exchange exchange, Outcome outcome, String message, int line, Response response) {
        Session session = exchange.session;
        exchange.open = false;
        if (exchange.deadlines != null) {
            exchange.deadlines.remove(exchange);
        }
        session.trying = false;
        rollInterval(exchange.endAt);
        session.dueAt = exchange.endAt;
        if (session.cleaning) {
            interval.count(
                    session.arrivalPhase,
                    session.side,
                    session.journey.index(),
                    outcome == Outcome.OK ? JourneyCount.CLEANUP_OK : JourneyCount.CLEANUP_FAILED);
        } else {
            openBySideAndStep[session.side * deadlineOfStep.length + exchange.step.index()]--;
            session.lastEndAt = exchange.endAt;
            session.responseNanos += exchange.endAt - exchange.dueAt;
            record(exchange, outcome);
            if (outcome != Outcome.OK) {
                interval.failed(
                        new LaneInterval.Failure(exchange.step.index(), session.side, outcome, line, exchange.phase));
                session.failed = true;
                session.timedFailure &= outcome.isTimed();
                if (!outcome.isTimed()) {
                    java.util.Arrays.fill(session.groupFrom, Session.NONE);
                }
                session.unfinished = outcome == Outcome.UNFINISHED;
                afterFailure(session);
            }
        }
        if (outcome != Outcome.OK || traffic.traced()) {
            examples.keep(interval, exchange, outcome, message, line, response);
        }
    }

    private void afterFailure(Session session) {
        Journey.OnFailure what = session.journey.onFailure();
        session.restarting = what == Journey.OnFailure.RESTART && session.restarts < Journey.OnFailure.RESTARTS_MAX;
        session.ended = session.unfinished || what != Journey.OnFailure.GO && !session.restarting;
    }

    /** The same user comes again as a new visitor: with its row of data and without what it saved. */
    private void restart(Session session) {
        wire.walkEnded(session);
        firstValues.fill(session.journey, session.values, session.arrival);
        toTheStart(session);
        session.restarts++;
        session.restarting = false;
    }

    private void toTheStart(Session session) {
        session.toTheStart(
                closedUsers == null || session.ownPacedAt.length == 0
                        ? session.ownPacedAt
                        : closedUsers.pacedAt(session.user, session.journey.index(), session.ownPacedAt.length));
    }

    private void notReached(Session session, int step) {
        interval.count(session.arrivalPhase, session.side, step, StepCount.NOT_REACHED, 1);
    }

    private void record(Exchange exchange, Outcome outcome) {
        int phase = exchange.phase;
        int side = exchange.session.side;
        int step = exchange.step.index();
        long late = exchange.lateNanos + exchange.handledAt - exchange.tryDueAt;
        long sentAt = exchange.sentAt == 0 ? exchange.endAt : exchange.sentAt;
        long wait = exchange.waitNanos + sentAt - exchange.handledAt;
        long response = exchange.endAt - exchange.dueAt;
        interval.record(phase, side, step, Kind.LATE, late);
        interval.record(phase, side, step, Kind.WAIT, wait);
        if (outcome.isTimed()) {
            interval.record(phase, side, step, Kind.RESPONSE, response);
            if (exchange.sentAt != 0) {
                interval.record(phase, side, step, Kind.SERVICE, exchange.endAt - exchange.sentAt);
            }
        } else {
            interval.record(phase, side, step, Kind.FAILED, response);
        }
        if (exchange.firstByteAt != 0) {
            interval.record(phase, side, step, Kind.FIRST_BYTE, exchange.firstByteAt - sentAt);
        }
        interval.count(phase, side, step, outcome);
        interval.count(phase, side, step, StepCount.BYTES_SENT, exchange.bytesSent);
        interval.count(phase, side, step, StepCount.BYTES_RECEIVED, exchange.bytesReceived);
        if (exchange.reuseRetries > 0) {
            interval.count(phase, side, step, StepCount.REUSE_RETRIED, exchange.reuseRetries);
        }
    }

    // ---- a walk ends

    /** Counts the walk; what follows is its clean-up, then the next walk of a closed user. */
    private void endWalk(Session session, long now) {
        int phase = session.arrivalPhase;
        int side = session.side;
        int journey = session.journey.index();
        if (session.failed) {
            interval.count(phase, side, journey, session.unfinished ? JourneyCount.UNFINISHED : JourneyCount.FAILED);
            for (int slot = 0; slot < session.groupFrom.length; slot++) {
                endGroup(session, slot);
            }
            if (session.ended) {
                for (int step : session.program.notReached(session)) {
                    notReached(session, step);
                }
            }
        } else {
            interval.count(phase, side, journey, JourneyCount.OK);
        }
        if (!session.failed || session.timedFailure) {
            interval.recordJourney(phase, side, journey, Kind.JOURNEY_RESPONSE, session.responseNanos);
            interval.recordJourney(phase, side, journey, Kind.JOURNEY_ELAPSED, session.lastEndAt - session.arrivedAt);
        }
        if (closedUsers != null) {
            // due, not last end: a pause behind the last step belongs to the walk
            closedUsers.walkEnded(session.user, session.dueAt - traffic.startNanos());
        }
        session.cleaning = true;
        session.cursor = now >= graceEnd ? session.program.afterwards.length : 0;
    }

    // ---- giving up

    private void expire(long now) {
        for (Deadlines ofTimeout : deadlines) {
            Exchange exchange = ofTimeout.first();
            while (exchange != null && exchange.deadline <= now) {
                giveUp(exchange, Outcome.TIMEOUT, now, "no complete answer within " + inWords(ofTimeout.timeoutNanos));
                advance(exchange.session, now);
                exchange = ofTimeout.first();
            }
        }
    }

    private void giveUp(Exchange exchange, Outcome outcome, long now, String message) {
        exchange.endAt = now;
        complete(exchange, outcome, message, exchange.step.line(), null);
        wire.cancel(exchange, outcome);
    }

    /** The grace is over: what is still open is unfinished, what is only waiting ends. */
    private void giveUpRest(long now) {
        endArrivals(now);
        if (schedule != null) {
            schedule.cut();
        }
        while (sleepers.size() > 0) {
            sleepers.removeFirst();
        }
        while (sessions.walking() > 0) {
            Session session = sessions.anyWalking();
            if (session.exchange.open) {
                giveUp(session.exchange, Outcome.UNFINISHED, now, "not finished when the grace was over");
            } else if (session.trying) {
                endBetweenTries(session.exchange, now);
            }
            if (!session.cleaning) {
                session.failed = true;
                session.unfinished = true;
                session.ended = true;
                endWalk(session, now);
            }
            release(session);
        }
    }

    private void endBetweenTries(Exchange exchange, long now) {
        exchange.endAt = now;
        exchange.tryDueAt = now;
        exchange.handledAt = now;
        exchange.sentAt = 0;
        complete(
                exchange,
                Outcome.UNFINISHED,
                "waiting for its next try when the grace was over",
                exchange.step.line(),
                null);
    }

    private void finish(long now) {
        over = true;
        interval.last = true;
        handOver(Math.max(now, interval.startNanos + 1));
        wire.close();
    }

    private static String inWords(long nanos) {
        return nanos % 1_000_000_000L == 0 ? nanos / 1_000_000_000L + " s" : nanos / 1_000_000L + " ms";
    }

    // ---- intervals

    private int phaseOf(long dueAt) {
        if (dueAt >= loadEnd) {
            return traffic.drain();
        }
        if (schedule != null) {
            return schedule.phaseOf(dueAt - traffic.startNanos());
        }
        return closedUsers.phaseOf(dueAt - traffic.startNanos());
    }

    private void rollInterval(long now) {
        while (now >= intervalEnd && !over) {
            handOver(intervalEnd);
            intervalEnd += traffic.intervalNanos();
        }
    }

    private void handOver(long endNanos) {
        int steps = deadlineOfStep.length;
        for (int i = 0; i < openBySideAndStep.length; i++) {
            interval.inFlight(i / steps, i % steps, openBySideAndStep[i]);
        }
        interval.walks = sessions.walking();
        wire.report(interval);
        interval.endNanos = endNanos;
        LaneInterval next = sink.swap(interval);
        if (next == null) {
            interval.heldOver++;
        } else {
            next.startNanos = endNanos;
            interval = next;
        }
    }

    private void release(Session session) {
        wire.walkEnded(session);
        sessions.release(session);
    }

    /** What the variables of the walk that ended last were then; to be asked when the lane is over. */
    public Value[] valuesOfLastWalk() {
        return sessions.endedLast().values;
    }

    /** The lane's number, from 0. */
    public int index() {
        return index;
    }

    public Traffic traffic() {
        return traffic;
    }

    public Clock clock() {
        return clock;
    }

    /** Walks under way. */
    int walks() {
        return sessions.walking();
    }
}
