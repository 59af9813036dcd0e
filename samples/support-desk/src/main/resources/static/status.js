// The status line: visible to everybody, or to screen readers only if the page shows the same
// elsewhere.

const status = document.querySelector('#status');

export function say(text, shown = false) {
	status.classList.toggle('unseen', shown);
	if (status.textContent !== text) {
		status.textContent = text;
	}
}

// A screen reader announces changes only, so an invisible space makes a repeated hint a change.
export function hint(text) {
	say(status.textContent === text ? text + '\u00a0' : text);
}
