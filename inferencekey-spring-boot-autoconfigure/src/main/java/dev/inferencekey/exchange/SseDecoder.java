/*
 * Copyright 2026 the original author or authors.
 *
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * You may obtain a copy of the License at
 *
 *      https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software
 * distributed under the License is distributed on an "AS IS" BASIS,
 * WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied.
 * See the License for the specific language governing permissions and
 * limitations under the License.
 */

package dev.inferencekey.exchange;

import java.util.Objects;

import dev.inferencekey.operation.Operation;
import dev.inferencekey.operation.UnreadableResponseException;
import org.jspecify.annotations.Nullable;

import org.springframework.core.io.buffer.DataBuffer;

/**
 * Server-sent events as in the WHATWG specification, from bytes split anywhere. Spring's
 * reader makes several strings of every line; this one hands out a place in one array
 * that is used again, so that an event costs nothing but what its reader keeps.
 * <p>
 * Implements "Streaming" of the wire contract. Not thread-safe.
 */
final class SseDecoder implements Decoder {

	/**
	 * The longest event in bytes, which bounds what a server can make this hold.
	 */
	static final int MAX_EVENT = 8 * 1024 * 1024;

	private static final int ROOM = 1024;

	private static final byte[] NONE = {};

	private final boolean untilDone;

	private final SpareBytes spare;

	private byte[] buffer = NONE;

	// Where the next line begins, how far it was searched for its end, and where the
	// bytes end.
	private int line;

	private int searched;

	private int limit;

	private boolean first = true;

	private boolean skipLineFeed;

	// The data of the event that is being read.
	private boolean hasData;

	private int dataFrom;

	private int dataTo;

	// Of an event with several lines of data, which is rare.
	private @Nullable JoinedData joined;

	private boolean error;

	private boolean recognised;

	// Whether the event was handed out, so that the next call begins a new one.
	private boolean dispatched;

	/**
	 * Create a decoder.
	 * @param untilDone whether an event with the data {@code [DONE]} is the last
	 * @param spare where to take a buffer and give it back
	 */
	SseDecoder(boolean untilDone, SpareBytes spare) {
		this.untilDone = untilDone;
		this.spare = spare;
	}

	@Override
	public void append(DataBuffer bytes) {
		int length = bytes.readableByteCount();
		if (this.buffer.length == 0) {
			this.buffer = Objects.requireNonNullElse(this.spare.take(), NONE);
		}
		reset();
		int keep = (this.hasData && this.joined == null) ? this.dataFrom : this.line;
		int kept = this.limit - keep;
		int needed = kept + length;
		if (this.buffer.length - this.limit < length && keep < this.limit && needed > MAX_EVENT) {
			throw tooLong();
		}
		if (needed > this.buffer.length) {
			// With room for the event that the next bytes will cut off, so that an event
			// that comes in many pieces is moved a few times only.
			moveTo(new byte[Math.max(needed, Math.min(needed + Math.max(kept, ROOM), MAX_EVENT))], keep);
		}
		else if (keep == this.limit || this.buffer.length - this.limit < length) {
			moveTo(this.buffer, keep);
		}
		bytes.read(this.buffer, this.limit, length);
		this.limit += length;
	}

	static UnreadableResponseException tooLong() {
		return new UnreadableResponseException("an event is longer than " + MAX_EVENT + " bytes");
	}

	private void moveTo(byte[] target, int keep) {
		System.arraycopy(this.buffer, keep, target, 0, this.limit - keep);
		this.buffer = target;
		this.line -= keep;
		this.searched -= keep;
		this.limit -= keep;
		this.dataFrom -= keep;
		this.dataTo -= keep;
	}

	@Override
	public boolean next(Operation.@Nullable Recogniser<?> recogniser) {
		reset();
		while (true) {
			if (recogniser != null && recognise(recogniser)) {
				return true;
			}
			if (this.skipLineFeed && this.line < this.limit) {
				if (this.buffer[this.line] == '\n') {
					this.line++;
				}
				this.skipLineFeed = false;
			}
			int from = this.line;
			int to = LineEnds.next(this.buffer, Math.max(this.searched, from), this.limit);
			if (to < 0) {
				this.searched = this.limit;
				return false;
			}
			this.skipLineFeed = this.buffer[to] == '\r';
			this.line = to + 1;
			this.searched = this.line;
			if (readLine(from, to)) {
				return true;
			}
		}
	}

	/**
	 * Take an event of one line of data and its blank line, if it is recognised. Most
	 * events of a stream are alike, and comparing them with an earlier one is three times
	 * as fast as searching them for line ends.
	 */
	private boolean recognise(Operation.Recogniser<?> recogniser) {
		if (this.first || this.hasData || this.error || this.skipLineFeed) {
			return false;
		}
		int from = SseLine.dataValue(this.buffer, this.line, this.limit);
		if (from < 0) {
			return false;
		}
		// Without the two line feeds that must follow.
		int to = recogniser.end(this.buffer, from, this.limit - 2);
		if (to < 0 || this.buffer[to] != '\n' || this.buffer[to + 1] != '\n') {
			return false;
		}
		data(from, to);
		this.line = to + 2;
		this.searched = this.line;
		this.dispatched = true;
		this.recognised = true;
		return true;
	}

	// What stands there without a line end or blank line counts.
	@Override
	public boolean finish() {
		reset();
		int from = this.line;
		this.line = this.limit;
		this.searched = this.limit;
		readLine(from, this.limit);
		return readLine(this.limit, this.limit);
	}

	private boolean readLine(int start, int to) {
		int from = start;
		if (this.first) {
			this.first = false;
			from = SseLine.afterByteOrderMark(this.buffer, from, to);
		}
		if (from == to) {
			if (this.error && !this.hasData) {
				// The specification drops events without data; the contract has no error
				// that may be dropped.
				data(from, from);
			}
			if (this.hasData) {
				this.dispatched = true;
				return true;
			}
			return false;
		}
		if (SseLine.isData(this.buffer, from, to)) {
			data(SseLine.value(this.buffer, from, to), to);
		}
		else if (SseLine.isEvent(this.buffer, from, to)) {
			this.error = SseLine.isError(this.buffer, SseLine.value(this.buffer, from, to), to);
		}
		return false;
	}

	private void data(int from, int to) {
		if (!this.hasData) {
			this.hasData = true;
			this.dataFrom = from;
			this.dataTo = to;
			return;
		}
		JoinedData data = this.joined;
		if (data == null) {
			data = new JoinedData(this.buffer, this.dataFrom, this.dataTo);
			this.joined = data;
		}
		data.append(this.buffer, from, to);
	}

	private void reset() {
		if (this.dispatched) {
			this.dispatched = false;
			this.hasData = false;
			this.joined = null;
			this.error = false;
			this.recognised = false;
		}
	}

	@Override
	public byte[] array() {
		JoinedData data = this.joined;
		return (data != null) ? data.array() : this.buffer;
	}

	@Override
	public int from() {
		return (this.joined != null) ? 0 : this.dataFrom;
	}

	@Override
	public int to() {
		JoinedData data = this.joined;
		return (data != null) ? data.length() : this.dataTo;
	}

	@Override
	public boolean isRecognised() {
		return this.recognised;
	}

	@Override
	public boolean isError() {
		return this.error;
	}

	@Override
	public boolean isTerminator() {
		return this.untilDone && !this.recognised && !this.error && SseLine.isDone(array(), from(), to());
	}

	@Override
	public boolean endsWithBody() {
		return !this.untilDone;
	}

	@Override
	public void close() {
		this.spare.giveBack(this.buffer);
		this.buffer = NONE;
		this.line = 0;
		this.searched = 0;
		this.limit = 0;
	}

}
