// Renders a question and its answer.

const conversation = document.querySelector('#conversation');
const welcome = document.querySelector('#welcome');
const template = document.querySelector('#turn');

export function show(turn) {
	welcome.hidden = true;
	const view = template.content.firstElementChild.cloneNode(true);
	conversation.append(view);
	view.querySelector('.asked').textContent = turn.question;
	update(view, turn);
	return view;
}

export function update(view, turn) {
	view.querySelector('.answer').textContent = turn.answer;
	const failure = view.querySelector('.failure');
	failure.hidden = !turn.failure;
	failure.textContent = turn.failure ?? '';
	const cost = view.querySelector('.cost');
	cost.hidden = !turn.cost;
	cost.textContent = turn.cost ? price(turn.cost) : '';
	const sources = view.querySelector('.sources');
	if (turn.sources && sources.hidden) {
		sources.hidden = false;
		sources.querySelector('summary').textContent = count(turn.sources.length);
		sources.querySelector('.rough').hidden = turn.ranked;
		sources.querySelector('ol').append(...turn.sources.map(passage));
	}
}

function count(passages) {
	return `${passages} ${passages === 1 ? 'passage' : 'passages'} from the handbook`;
}

function passage({ title, text, score }) {
	const item = document.createElement('li');
	const add = (tag, content, kind) => {
		const element = document.createElement(tag);
		element.textContent = content;
		element.className = kind ?? '';
		element.dir = 'auto';
		item.append(element);
	};
	add('strong', title);
	add('span', text);
	if (score !== null) {
		add('span', `relevance ${score.toFixed(2)}`, 'score');
	}
	return item;
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
	const answer = view.querySelector('.answer');
	answer.setAttribute('aria-busy', String(yes));
	if (yes) {
		answer.setAttribute('aria-live', 'polite');
	}
}
