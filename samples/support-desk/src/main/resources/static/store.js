// Keeps the conversation of this tab when it is reloaded.

import { INTERRUPTED } from './events.js';

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
	return typeof it?.question === 'string' && typeof it.answer === 'string'
		&& (it.sources === null || Array.isArray(it.sources)) && typeof it.cost === 'object';
}

function ended(turn) {
	return { ...turn, failure: turn.failure ?? (turn.cost ? null : INTERRUPTED) };
}
