// Tells the server what the customer has decided.

// Returns whether the decision was in time.
export async function decide(about, id, yes) {
	const response = await fetch(`api/${about}/${id}`, {
		method: 'PUT',
		headers: { 'Content-Type': 'application/json' },
		body: JSON.stringify({ yes })
	});
	if (!response.ok && response.status !== 404) {
		throw new Error(`status ${response.status}`);
	}
	return response.ok;
}
