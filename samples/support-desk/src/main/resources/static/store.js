// The conversation of this tab, for a reload.

const STORE = 'conversation';

export function keep(turns) {
	try {
		sessionStorage.setItem(STORE, JSON.stringify(turns.slice(-20)));
	}
	catch (error) {
		console.warn('The conversation cannot be kept for a reload', error);
	}
}

export function restore() {
	try {
		return JSON.parse(sessionStorage.getItem(STORE)) ?? [];
	}
	catch (error) {
		console.warn('The conversation before this reload cannot be read', error);
		return [];
	}
}
