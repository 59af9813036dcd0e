// Keeps the newest text in view while an answer grows, until the reader scrolls up, and again
// when the reader comes back to it.

const GAP = 16;
const root = document.documentElement;
const footer = document.querySelector('footer');

// For desk.css, so that what gets the focus comes to lie above the footer.
new ResizeObserver(() => root.style.setProperty('--footer', `${footer.offsetHeight}px`)).observe(footer);

export function follow(view) {
	let following = true;
	let top = scrollY;

	const floor = () => getComputedStyle(footer).position === 'sticky' ? footer.getBoundingClientRect().top
		: root.clientHeight;

	// The passages may be open, and long; what is new ends above them.
	const end = () => [...view.querySelectorAll('.answer, .failure, .cost, summary')]
		.reduce((bottom, part) => Math.max(bottom, part.getBoundingClientRect().bottom), 0) + GAP;

	const reveal = () => {
		const hidden = end() - floor();
		// Below the floor, or less than two lines of it below the upper edge.
		if (following && (hidden > 0 || end() < 4 * GAP)) {
			scrollBy({ top: hidden, behavior: 'instant' });
			top = scrollY;
		}
	};

	const scrolled = () => {
		const atBottom = scrollY + root.clientHeight >= root.scrollHeight - 1;
		if (scrollY < top && !atBottom) {
			following = false;
		}
		else if (scrollY > top && end() <= floor() + GAP) {
			following = true;
		}
		top = scrollY;
	};

	// After the scrolling of a frame and before its painting.
	const growth = new ResizeObserver(reveal);
	growth.observe(view);
	growth.observe(footer);
	addEventListener('scroll', scrolled);
	addEventListener('resize', reveal);

	return {
		end() {
			reveal();
			growth.disconnect();
			removeEventListener('scroll', scrolled);
			removeEventListener('resize', reveal);
		}
	};
}
