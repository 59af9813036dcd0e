package dev.inferencekey.transport;

import java.lang.ref.WeakReference;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

import dev.inferencekey.resilience.ShutdownGate;
import org.junit.jupiter.api.Test;
import reactor.core.Disposable;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * In real time: what is set for a while is set for longer than any test runs.
 */
class AlarmsTests {

	private static final Duration SOON = Duration.ofMillis(5);

	private static final Duration LATE = Duration.ofHours(1);

	private final BlockingQueue<String> rung = new LinkedBlockingQueue<>();

	private final ShutdownGate gate = new ShutdownGate();

	private final Alarms alarms = new Alarms(this.gate.ending());

	private Disposable set(String name, Duration wait) {
		return this.alarms.after(wait.toNanos(), () -> this.rung.add(name));
	}

	private void assertNextIs(String name) throws InterruptedException {
		assertThat(this.rung.poll(10, TimeUnit.SECONDS)).isEqualTo(name);
	}

	@Test
	void alarmWhenItsTimeIsOverThenRingsOnceAndTheOthersStay() throws Exception {
		Disposable late = set("late", LATE);
		Disposable soon = set("soon", SOON);
		assertNextIs("soon");
		set("second", SOON);
		assertNextIs("second");
		assertThat(this.rung).isEmpty();
		assertThat(soon.isDisposed()).isTrue();
		assertThat(late.isDisposed()).isFalse();
	}

	@Test
	void alarmsWhenSetInAnyOrderThenRingInThatOfTheirTimes() throws Exception {
		set("third", Duration.ofMillis(600));
		set("first", Duration.ofMillis(200));
		set("second", Duration.ofMillis(400));
		assertNextIs("first");
		assertNextIs("second");
		assertNextIs("third");
	}

	@Test
	void alarmWhenDisposedOfThenSilentAndTheTaskForItFindsTheNext() throws Exception {
		Disposable first = set("disposed", Duration.ofMillis(100));
		set("next", Duration.ofMillis(200));
		first.dispose();
		first.dispose();
		assertThat(first.isDisposed()).isTrue();
		assertNextIs("next");
	}

	@Test
	void alarmsWhenAllAreDisposedOfThenANewOneRings() throws Exception {
		set("disposed", LATE).dispose();
		set("disposed too", SOON).dispose();
		set("new", SOON);
		assertNextIs("new");
	}

	@Test
	void alarmWhenDisposedOfThenWhoeverKeepsItDoesNotKeepTheOthers() {
		List<WeakReference<Object>> others = new ArrayList<>();
		Disposable before = set("kept", LATE);
		Disposable kept = before;
		for (int i = 0; i < 10; i++) {
			Object caller = new Object();
			others.add(new WeakReference<>(caller));
			Disposable next = this.alarms.after(LATE.toNanos(), () -> this.rung.add(caller.toString()));
			before.dispose();
			before = next;
		}
		before.dispose();
		before = null;
		await().untilAsserted(() -> {
			System.gc();
			assertThat(others).allMatch((other) -> other.get() == null);
		});
		assertThat(kept.isDisposed()).isTrue();
	}

	@Test
	void alarmWhenItsTaskFailsThenTheOthersRing() throws Exception {
		this.alarms.after(0, () -> {
			throw new IllegalStateException("a callback that fails");
		});
		set("soon", SOON);
		assertNextIs("soon");
	}

	@Test
	void alarmsWhenTheClientEndsThenAllRingAndThoseSetLaterAtOnce() throws Exception {
		set("an hour", LATE);
		set("disposed", LATE).dispose();
		assertThat(this.alarms.areOver()).isFalse();
		this.gate.end();
		assertThat(this.alarms.areOver()).isTrue();
		assertNextIs("an hour");
		set("later", LATE);
		assertNextIs("later");
		assertThat(this.rung).isEmpty();
	}

	@Test
	void alarmsWhenSetOnlyAfterTheClientHasEndedThenRing() throws Exception {
		this.gate.end();
		set("later", LATE);
		assertNextIs("later");
		assertThat(this.alarms.areOver()).isTrue();
	}

	@Test
	void monoWhenTheAlarmRingsThenCompletesAndWhenCancelledThenTheAlarmIsGone() throws Exception {
		this.alarms.after(LATE.toNanos()).subscribe(null, null, () -> this.rung.add("cancelled")).dispose();
		this.alarms.after(SOON.toNanos()).subscribe(null, null, () -> this.rung.add("completed"));
		assertNextIs("completed");
		this.gate.end();
		set("last", LATE);
		assertNextIs("last");
	}

}
