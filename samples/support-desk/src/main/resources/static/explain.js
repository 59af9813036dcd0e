// Explains to the customer why there is no answer.

import { Interruption, Rejection } from './events.js';

export const INTERRUPTED = 'The connection was lost and the answer may be incomplete. Try again to get all of it.';

export function explain(error) {
	if (error.name === 'AbortError') {
		return retryable('You stopped this answer.');
	}
	if (error instanceof Rejection) {
		return explainStatus(error);
	}
	if (error instanceof Interruption) {
		return retryable(INTERRUPTED);
	}
	return retryable('The support desk cannot be reached. Check your connection and try again.');
}

function explainStatus({ status, retryAfter }) {
	if (status === 429) {
		return retryable('Too many questions from your network at the same time. Try again '
			+ (retryAfter > 0 ? `in ${retryAfter} ${retryAfter === 1 ? 'second' : 'seconds'}.` : 'in a moment.'));
	}
	return status >= 500 ? retryable(`The support desk is not available (${status}). Try again in a few minutes.`)
		: { failure: `The support desk rejected your question (${status}). Try a shorter or simpler one.`, retryable: false };
}

function retryable(failure) {
	return { failure, retryable: true };
}
