// A question and its answer, as far as it has come.

export function turnOf(question) {
	return { question, language: null, sources: [], ranked: true, steps: [], answer: '', citations: [], outcome: null,
		failure: null, retryable: true, rated: null };
}

// Takes in an event. Returns what a screen reader should say about it, if anything.
export function receive(turn, name, data) {
	if (name === 'sources') {
		turn.sources = data.sources.map(({ passage, score }) => ({ ...passage, score }));
		turn.ranked = data.ranked;
		turn.language = data.language;
	}
	else if (name === 'step') {
		return takeStep(turn, data);
	}
	else if (name === 'text') {
		turn.answer += data.text;
	}
	else if (name === 'citation') {
		turn.citations.push(data);
	}
	else if (name === 'done') {
		turn.outcome = data;
		if (!turn.answer.trim()) {
			turn.failure = 'The answer is empty. Try rephrasing your question.';
		}
	}
	else if (name === 'failure') {
		turn.failure = data.message + (data.reference ? ` (${data.reference})` : '');
		turn.retryable = data.retryable;
	}
	return null;
}

function takeStep(turn, { id, state, text, seconds }) {
	const step = { id, state, text, until: seconds ? Date.now() + 1000 * seconds : null };
	const at = turn.steps.findIndex((it) => it.id === id);
	at < 0 ? turn.steps.push(step) : turn.steps[at] = step;
	return state === 'WAITING' ? `Your decision is needed. ${text}` : text;
}

// The titles of the passages that the answer rests on, the first one first.
export function topics({ sources, citations }) {
	return citations.map(({ passage }) => sources[passage - 1]?.title).filter(Boolean);
}
