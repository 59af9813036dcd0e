// The conversation of this tab, for a reload.

import { BROKEN } from './events.js';

const STORE = 'conversation';
const PAUSE = 500; // milliseconds
let last = 0;

export function keep(turns) {
	last = Date.now();
	try {
		sessionStorage.setItem(STORE, JSON.stringify(turns.slice(-20)));
	}
	catch (error) {
		console.warn('The conversation cannot be kept for a reload', error);
	}
}

// For pages that end without a word, in the middle of an answer.
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
		console.warn('The conversation before this reload cannot be read', error);
		return [];
	}
}

function isTurn(it) {
	return typeof it?.question === 'string' && typeof it.answer === 'string'
		&& (it.sources === null || Array.isArray(it.sources)) && typeof it.cost === 'object';
}

function ended(turn) {
	return { ...turn, failure: turn.failure ?? (turn.cost ? null : BROKEN) };
}
