// Shows what an answer rests on: each sentence has the number of its passage, and the sentence in
// the answer and the one in the passage light up together.

import { say } from './status.js';

const conversation = document.querySelector('#conversation');
const wide = matchMedia('(min-width: 48rem)');

// Only adds to what is shown, so that a growing answer moves neither focus nor selection.
export function write(box, { answer, citations, sources, language }) {
	if (language) {
		box.lang = language;
	}
	if (!box.firstChild) {
		box.append('');
	}
	const tail = box.lastChild;
	for (let i = Number(box.dataset.cited ?? 0); i < citations.length; i++) {
		const { start, end, passage } = citations[i];
		const done = Number(box.dataset.done ?? 0);
		if (end > done) {
			tail.before(answer.slice(done, start), sentence(answer.slice(start, end), i));
			box.dataset.done = end;
		}
		const number = element('button', 'cite', String(passage));
		number.type = 'button';
		number.dataset.cite = i;
		number.setAttribute('aria-label', `Passage ${passage}: ${sources[passage - 1].title}`);
		number.setAttribute('aria-pressed', 'false');
		tail.previousElementSibling.lastChild.append(number);
	}
	box.dataset.cited = citations.length;
	tail.data = answer.slice(Number(box.dataset.done ?? 0));
	// For the listeners below.
	box.citations = citations;
	box.sources = sources;
}

// The numbers will stand on the line of its last word, or of the end of that if it is long.
function sentence(text, index) {
	const cited = element('span', 'cited', '');
	const last = text.length - [...text.slice(text.lastIndexOf(' ') + 1)].slice(-8).join('').length;
	cited.dataset.cite = index;
	cited.append(text.slice(0, last), element('span', 'last', text.slice(last)));
	return cited;
}

export function passages(box, { sources, citations, ranked }) {
	const list = box.querySelector('ol');
	if (!box.hidden || !citations.length) {
		return;
	}
	box.hidden = false;
	box.open = wide.matches;
	box.querySelector('summary').textContent = `From our handbook · ${sources.length} `
		+ (sources.length === 1 ? 'passage' : 'passages');
	box.querySelector('.rough').hidden = ranked;
	list.append(...sources.map(({ title, text, score }) => {
		const item = document.createElement('li');
		item.append(element('strong', '', title), element('span', 'text', text));
		if (score !== null) {
			item.append(element('span', 'score', `relevance ${score.toFixed(2)}`));
		}
		for (const part of item.children) {
			part.dir = 'auto';
		}
		return item;
	}));
}

function element(tag, kind, text) {
	const it = document.createElement(tag);
	it.className = kind;
	it.textContent = text;
	return it;
}

for (const [event, on] of [['pointerover', true], ['focusin', true], ['pointerout', false], ['focusout', false]]) {
	conversation.addEventListener(event, ({ target }) => {
		const cited = target.closest('[data-cite]');
		if (cited) {
			light(cited.closest('.turn'), on ? cited.dataset.cite : pinned(cited.closest('.turn')));
		}
	});
}

conversation.addEventListener('click', ({ target }) => {
	const number = target.closest('.cite');
	if (number) {
		const view = number.closest('.turn');
		const on = number.getAttribute('aria-pressed') !== 'true';
		view.querySelectorAll('.cite').forEach((it) => it.setAttribute('aria-pressed', String(on && it === number)));
		light(view, number.dataset.cite);
		if (on) {
			view.querySelector('.sources').open = true;
			view.querySelector('.sources li.lit').scrollIntoView({ block: 'nearest' });
			say(`${number.getAttribute('aria-label')} ${view.querySelector('mark').textContent}`, true);
		}
	}
});

function pinned(view) {
	return view.querySelector('.cite[aria-pressed="true"]')?.dataset.cite;
}

// Lights up a citation and nothing else; nothing at all if there is none.
function light(view, index) {
	const { citations, sources } = view.querySelector('.answer');
	const lit = citations[index];
	view.querySelectorAll('[data-cite]').forEach((it) => {
		const { start } = citations[it.dataset.cite];
		it.classList.toggle('lit', it.matches('.cite') ? it.dataset.cite === index : start === lit?.start);
	});
	view.querySelectorAll('.sources li').forEach((item, i) => {
		const { text } = sources[i];
		const isLit = lit?.passage === i + 1;
		item.classList.toggle('lit', isLit);
		const [from, to] = isLit ? (lit.to > lit.from ? [lit.from, lit.to] : [0, text.length]) : [0, 0];
		item.querySelector('.text').replaceChildren(text.slice(0, from),
			...(isLit ? [element('mark', '', text.slice(from, to))] : []), text.slice(to));
	});
}
