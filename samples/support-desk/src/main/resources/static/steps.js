// Shows what the desk does for an answer, and asks before it does what cannot be undone.

import { decide } from './decide.js';
import { hint } from './status.js';

const template = document.querySelector('#approval');
const ICONS = { DONE: 'check', APPROVED: 'check', DENIED: 'cross', EXPIRED: 'clock' };
const OUTCOMES = { APPROVED: 'You agreed', DENIED: 'You declined', EXPIRED: 'No decision in time' };

export function steps(list, all) {
	list.hidden = all.length === 0;
	all.forEach((step, i) => {
		const item = list.children[i] ?? list.appendChild(document.createElement('li'));
		if (item.dataset.state !== step.state) {
			const focused = item.contains(document.activeElement);
			item.dataset.state = step.state;
			item.tabIndex = -1;
			item.replaceChildren(...(step.state === 'WAITING' ? [approval(item, step)] : done(step)));
			if (focused) {
				item.focus({ preventScroll: true });
			}
		}
	});
}

function done({ state, text }) {
	const outcome = OUTCOMES[state];
	const label = document.createElement('span');
	label.dir = 'auto';
	label.textContent = outcome ? `${text} ${outcome}.` : text;
	return [icon(ICONS[state]), label];
}

function icon(name) {
	const svg = document.createElementNS('http://www.w3.org/2000/svg', 'svg');
	svg.setAttribute('class', 'icon');
	svg.setAttribute('aria-hidden', 'true');
	const use = document.createElementNS('http://www.w3.org/2000/svg', 'use');
	use.setAttribute('href', `#i-${name}`);
	svg.append(use);
	return svg;
}

function approval(item, { id, text, until }) {
	const card = template.content.firstElementChild.cloneNode(true);
	card.querySelector('.ask').textContent = text;
	const left = card.querySelector('.left');
	const tick = () => {
		if (item.dataset.state !== 'WAITING') {
			clearInterval(timer);
			return;
		}
		const seconds = Math.max(0, Math.round((until - Date.now()) / 1000));
		left.textContent = `Nothing happens without your consent. ${Math.floor(seconds / 60)}:`
			+ `${String(seconds % 60).padStart(2, '0')} left to decide.`;
	};
	const timer = setInterval(tick, 1000);
	tick();
	const buttons = card.querySelectorAll('button');
	card.addEventListener('click', async ({ target }) => {
		if (!target.closest('button') || card.dataset.sent) {
			return;
		}
		card.dataset.sent = 'true';
		buttons.forEach((button) => button.setAttribute('aria-disabled', 'true'));
		try {
			if (!await decide('approvals', id, target.matches('.approve'))) {
				hint('It is too late to decide. Ask again.');
			}
		}
		catch (error) {
			console.warn('Failed to send the decision', error);
			delete card.dataset.sent;
			buttons.forEach((button) => button.removeAttribute('aria-disabled'));
			hint('Your decision has not arrived. Try again.');
		}
	});
	return card;
}
