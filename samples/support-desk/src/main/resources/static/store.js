// Keeps the conversation of this tab when it is reloaded.

import { INTERRUPTED } from './explain.js';

const STORE = 'conversation';
const PAUSE = 500; // milliseconds
let last = 0;

export function keep(turns) {
	last = Date.now();
	try {
		sessionStorage.setItem(STORE, JSON.stringify(turns.slice(-20)));
	}
	catch (error) {
		console.warn('Failed to save the conversation', error);
	}
}

// While an answer is generated, since a browser may discard a page without notice.
export function keepNowAndThen(turns) {
	if (Date.now() - last > PAUSE) {
		keep(turns);
	}
}

export function restore() {
	try {
		const kept = JSON.parse(sessionStorage.getItem(STORE));
		return Array.isArray(kept) ? kept.filter(isTurn).map(ended) : [];
	}
	catch (error) {
		console.warn('Failed to restore the conversation', error);
		return [];
	}
}

function isTurn(it) {
	return typeof it?.question === 'string' && typeof it.answer === 'string' && typeof it.outcome === 'object'
		&& [it.sources, it.steps, it.citations].every(Array.isArray);
}

// An answer that was not complete has been stopped by the reload.
function ended(turn) {
	return {
		...turn,
		failure: turn.failure ?? (turn.outcome ? null : INTERRUPTED),
		steps: turn.steps.map((step) => step.state === 'WAITING' ? { ...step, state: 'EXPIRED' } : step)
	};
}
