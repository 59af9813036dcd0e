// Sums up the conversation for the person who takes over, and shows the summary as a card.

import { explain } from './explain.js';
import { Rejection } from './events.js';
import { hint, say } from './status.js';
import { topics } from './turn.js';

const MAX_BYTES = 15000; // The server takes 16 KiB.
const MOODS = { NEUTRAL: 'Neutral', SATISFIED: 'Satisfied', WORRIED: 'Worried', UPSET: 'Upset' };

const place = document.querySelector('#hand-over');
const template = document.querySelector('#summary');
const person = document.querySelector('#person');
let running = null;

export function closeHandOver() {
	running?.abort();
	place.replaceChildren();
}

export async function handOver(turns) {
	closeHandOver();
	const abort = running = new AbortController();
	say('Summing up for the person who takes over…');
	try {
		const summary = await summarize(turns, abort.signal);
		say('The summary is ready.', true);
		show(summary);
	}
	catch (error) {
		if (!abort.signal.aborted) {
			hint(error instanceof Rejection && error.status === 503 ? 'The summary cannot be made now. Try again in a few minutes.'
				: explain(error).failure);
		}
	}
}

async function summarize(turns, signal) {
	const response = await fetch('api/hand-overs', {
		method: 'POST',
		headers: { 'Content-Type': 'application/json' },
		body: body(turns),
		signal
	});
	if (!response.ok) {
		throw new Rejection(response);
	}
	return response.json();
}

// The latest turns, as many as the server takes.
function body(turns) {
	const all = turns.slice(-20).map((turn) => ({
		about: topics(turn)[0] ?? null,
		question: turn.question,
		answer: turn.answer.slice(0, 4000)
	}));
	for (;;) {
		const json = JSON.stringify({ turns: all });
		if (all.length === 1 || new TextEncoder().encode(json).length <= MAX_BYTES) {
			return json;
		}
		all.shift();
	}
}

function show({ topic, wants, orderNumber, openQuestions, sentiment }) {
	const card = template.content.firstElementChild.cloneNode(true);
	const fields = [['Topic', topic], ['Request', wants], ['Order', orderNumber], ['Open questions', openQuestions],
		['Mood', MOODS[sentiment]]].filter(([, value]) => value?.length);
	card.querySelector('dl').append(...fields.flatMap(([name, value]) => [element('dt', name), values(value)]));
	const text = fields.map(([name, value]) => `${name}: ${[value].flat().join(' ')}`).join('\n');
	const copy = card.querySelector('.copy-summary');
	copy.hidden = !navigator.clipboard;
	copy.addEventListener('click', async () => {
		await navigator.clipboard.writeText(text);
		hint('The summary is copied.');
	});
	card.querySelector('.close').addEventListener('click', () => {
		closeHandOver();
		person.focus();
	});
	place.replaceChildren(card);
	card.scrollIntoView({ block: 'end' });
	card.querySelector('h2').focus({ preventScroll: true });
}

function values(value) {
	const all = element('dd', '');
	if (Array.isArray(value)) {
		const list = document.createElement('ul');
		list.append(...value.map((each) => element('li', each)));
		all.append(list);
	}
	else {
		all.textContent = value;
	}
	return all;
}

function element(tag, text) {
	const it = document.createElement(tag);
	it.textContent = text;
	it.dir = 'auto';
	return it;
}
