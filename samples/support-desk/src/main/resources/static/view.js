// Renders a question and its answer.

import { passages, write } from './cite.js';
import { decide } from './decide.js';
import { steps } from './steps.js';
import { hint } from './status.js';

const conversation = document.querySelector('#conversation');
const template = document.querySelector('#turn');
const turnOfView = new WeakMap();

export function show(turn) {
	const view = template.content.firstElementChild.cloneNode(true);
	turnOfView.set(view, turn);
	conversation.append(view);
	view.querySelector('.asked').textContent = turn.question;
	update(view, turn);
	return view;
}

export function update(view, turn) {
	const busy = view.classList.contains('busy');
	const waits = turn.steps.some(({ state }) => state === 'WAITING');
	view.querySelector('.waiting').hidden = !busy || waits || turn.answer !== '';
	view.querySelector('.doing').textContent = turn.language ? 'Writing the answer…' : 'Looking in the handbook…';
	steps(view.querySelector('.steps'), turn.steps);
	write(view.querySelector('.answer'), turn);
	passages(view.querySelector('.sources'), turn);
	const failure = view.querySelector('.failure');
	failure.hidden = !turn.failure;
	failure.textContent = turn.failure ?? '';
	const cost = view.querySelector('.cost');
	cost.hidden = !turn.outcome;
	cost.textContent = turn.outcome ? price(turn.outcome.cost) : '';
	actions(view, turn, busy);
}

function actions(view, turn, busy) {
	view.querySelector('.actions').hidden = busy;
	view.querySelector('.retry').hidden = !turn.failure || !turn.retryable;
	view.querySelector('.copy').hidden = !turn.answer.trim() || !navigator.clipboard;
	for (const button of view.querySelectorAll('.rate')) {
		button.hidden = !turn.outcome || turn.failure !== null;
		button.setAttribute('aria-pressed', String(String(turn.rated) === button.value));
		button.setAttribute('aria-disabled', String(turn.rated !== null));
	}
}

function price({ model, inputTokens, outputTokens, money, millis, finishReason }) {
	const parts = [];
	if (inputTokens !== null) {
		parts.push(`${inputTokens} tokens in, ${outputTokens} out`);
	}
	if (money) {
		parts.push(money);
	}
	parts.push(`${(millis / 1000).toFixed(1)} s`);
	if (model) {
		parts.push(model);
	}
	if (finishReason === 'length') {
		parts.push('cut off at the maximum length');
	}
	return parts.join(' · ');
}

// Makes a screen reader announce the answer once it is complete instead of piece by piece.
export function busy(view, yes) {
	view.classList.toggle('busy', yes);
	const answer = view.querySelector('.answer');
	answer.setAttribute('aria-busy', String(yes));
	if (yes) {
		answer.setAttribute('aria-live', 'polite');
	}
	update(view, turnOfView.get(view));
}

conversation.addEventListener('click', async ({ target }) => {
	const view = target.closest('.turn');
	const turn = turnOfView.get(view);
	const rate = target.closest('.rate');
	if (target.closest('.copy')) {
		await navigator.clipboard.writeText(turn.answer.trim());
		hint('The answer is copied.');
	}
	else if (rate && turn.rated === null) {
		turn.rated = rate.value === 'true';
		update(view, turn);
		hint('Thank you for your feedback.');
		// If it is lost, nobody needs to know.
		decide('feedback', turn.outcome.id, turn.rated).catch(console.warn);
	}
});
