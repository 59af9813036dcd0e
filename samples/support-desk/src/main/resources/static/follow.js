// Scrolls along with a growing answer. Scrolling up stops this, and scrolling back down to the
// newest text resumes it.

const GAP = 16;
const root = document.documentElement;
const footer = document.querySelector('footer');

// For desk.css, which keeps focused elements above the footer.
new ResizeObserver(() => root.style.setProperty('--footer', `${footer.offsetHeight}px`)).observe(footer);

export function follow(view) {
	let following = true;
	let top = scrollY;

	const floor = () => getComputedStyle(footer).position === 'sticky' ? footer.getBoundingClientRect().top
		: root.clientHeight;

	// New text ends above the passages, which may be expanded.
	const end = () => [...view.querySelectorAll('.waiting, .answer, .failure, .approval, .actions, .cost, summary')]
		.reduce((bottom, part) => Math.max(bottom, part.getBoundingClientRect().bottom), 0) + GAP;

	const reveal = () => {
		const hidden = end() - floor();
		// Below the footer's edge, or with less than two lines left below the top of the window.
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

	// Called after a frame has scrolled and before it is painted.
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
