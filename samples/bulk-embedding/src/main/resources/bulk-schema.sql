-- pgvector, where the server has it and this user may install it.
DO $$
BEGIN
	CREATE EXTENSION IF NOT EXISTS vector;
EXCEPTION WHEN OTHERS THEN
	RAISE NOTICE 'No pgvector (%); vectors are stored as real[]', SQLERRM;
END
$$;

CREATE TABLE IF NOT EXISTS document (
	id bigint PRIMARY KEY,
	text text NOT NULL
);

DO $$
BEGIN
	EXECUTE format('
		CREATE TABLE IF NOT EXISTS document_embedding (
			document_id bigint PRIMARY KEY REFERENCES document,
			embedding %s NOT NULL,
			model text,
			embedded_at timestamptz NOT NULL DEFAULT now()
		)', CASE WHEN to_regtype('vector') IS NULL THEN 'real[]' ELSE 'vector' END);
END
$$;

CREATE TABLE IF NOT EXISTS skipped_document (
	document_id bigint PRIMARY KEY REFERENCES document,
	reason text NOT NULL,
	skipped_at timestamptz NOT NULL DEFAULT now()
);
