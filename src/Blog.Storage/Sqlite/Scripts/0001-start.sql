-- Rows refer to each other by id; uid is the UUID that the rest of the program knows. Instants are UTC ticks of 100 ns.

CREATE TABLE post (
  id INTEGER PRIMARY KEY,
  uid TEXT NOT NULL UNIQUE,
  revision INTEGER NOT NULL,
  status TEXT NOT NULL,
  is_public INTEGER GENERATED ALWAYS AS (status IN ('Published', 'Unlisted')) VIRTUAL,
  slug TEXT NOT NULL UNIQUE,
  path TEXT NOT NULL,
  title TEXT,
  language TEXT NOT NULL,
  published_at INTEGER,
  year INTEGER,
  zone TEXT NOT NULL,
  created_at INTEGER NOT NULL,
  updated_at INTEGER NOT NULL,
  word_count INTEGER NOT NULL,
  letter_count INTEGER NOT NULL,
  content_version INTEGER NOT NULL,
  excerpt_is_own INTEGER NOT NULL,
  canonical_url TEXT,
  cover_url TEXT,
  cover_alt TEXT,
  cover_width INTEGER,
  cover_height INTEGER,
  source_key TEXT,
  source_hash TEXT,
  source_revision INTEGER,
  authors TEXT NOT NULL,
  tags TEXT NOT NULL,
  excerpt TEXT NOT NULL,
  extra TEXT,
  html TEXT NOT NULL,
  text TEXT NOT NULL
) STRICT;

CREATE UNIQUE INDEX post_by_path ON post (path) WHERE path <> '';
CREATE UNIQUE INDEX post_by_source ON post (source_key) WHERE source_key IS NOT NULL;
CREATE INDEX post_by_publication ON post (status, published_at, uid);
CREATE INDEX post_by_year ON post (year, published_at, uid) WHERE status = 'Published';
CREATE INDEX post_desk ON post (updated_at, uid) WHERE status <> 'Deleted';
CREATE INDEX post_by_change ON post (status, updated_at, uid);
CREATE INDEX post_sitemap ON post (is_public, uid, path, updated_at);

-- The current text of a post is its newest revision: it is not stored twice.
CREATE TABLE post_revision (
  id INTEGER PRIMARY KEY,
  post_id INTEGER NOT NULL REFERENCES post (id),
  number INTEGER NOT NULL,
  saved_at INTEGER NOT NULL,
  origin TEXT NOT NULL,
  title TEXT,
  excerpt TEXT,
  markdown TEXT NOT NULL,
  UNIQUE (post_id, number)
) STRICT;

-- Addresses a post once had. They lead to the post, never to another address, so they can't form a chain.
CREATE TABLE post_path (
  path TEXT NOT NULL PRIMARY KEY,
  post_id INTEGER NOT NULL REFERENCES post (id)
) STRICT, WITHOUT ROWID;

CREATE TABLE tag (
  id INTEGER PRIMARY KEY,
  slug TEXT NOT NULL UNIQUE,
  name TEXT NOT NULL,
  posts INTEGER NOT NULL
) STRICT;

CREATE INDEX tag_by_use ON tag (posts, slug) WHERE posts > 0;

CREATE TABLE post_tag (
  tag_id INTEGER NOT NULL REFERENCES tag (id),
  published_at INTEGER NOT NULL,
  uid TEXT NOT NULL,
  post_id INTEGER NOT NULL REFERENCES post (id),
  PRIMARY KEY (tag_id, published_at, uid)
) STRICT, WITHOUT ROWID;

CREATE TABLE byline (
  id INTEGER PRIMARY KEY,
  slug TEXT NOT NULL UNIQUE,
  name TEXT NOT NULL,
  account TEXT,
  posts INTEGER NOT NULL
) STRICT;

CREATE TABLE post_byline (
  byline_id INTEGER NOT NULL REFERENCES byline (id),
  published_at INTEGER NOT NULL,
  uid TEXT NOT NULL,
  post_id INTEGER NOT NULL REFERENCES post (id),
  PRIMARY KEY (byline_id, published_at, uid)
) STRICT, WITHOUT ROWID;

CREATE TABLE year_count (
  year INTEGER PRIMARY KEY,
  posts INTEGER NOT NULL
) STRICT;

-- Without content: the text lies in post, the words here are folded and cut (see SearchText), so a stored copy would be useless.
-- Two letters have an index of their own; a second one for three made a save half as dear again.
CREATE VIRTUAL TABLE post_search USING fts5 (
  title, text,
  content = '', contentless_delete = 1, prefix = '2',
  tokenize = "unicode61 remove_diacritics 2 categories 'L* N* Co Mn Mc'"
);

INSERT INTO post_search (post_search, rank) VALUES ('rank', 'bm25(20.0, 1.0)');

CREATE TABLE content_version (
  id INTEGER PRIMARY KEY CHECK (id = 1),
  site INTEGER NOT NULL,
  lists INTEGER NOT NULL,
  public_posts INTEGER NOT NULL
) STRICT;

INSERT INTO content_version (id, site, lists, public_posts) VALUES (1, 1, 1, 0);

CREATE TABLE target (
  id INTEGER PRIMARY KEY,
  uid TEXT NOT NULL UNIQUE,
  network TEXT NOT NULL,
  name TEXT NOT NULL,
  remote_account_id TEXT NOT NULL,
  api_base TEXT NOT NULL,
  is_practice INTEGER NOT NULL,
  protected_secret TEXT NOT NULL,
  state TEXT NOT NULL,
  reason TEXT,
  created_at INTEGER NOT NULL
) STRICT;

CREATE TABLE delivery (
  id INTEGER PRIMARY KEY,
  uid TEXT NOT NULL UNIQUE,
  post_id INTEGER NOT NULL REFERENCES post (id),
  target_id INTEGER NOT NULL REFERENCES target (id),
  network TEXT NOT NULL,
  action TEXT NOT NULL,
  state TEXT NOT NULL,
  claimed_from TEXT,
  held_by_target INTEGER NOT NULL DEFAULT 0,
  own_text TEXT,
  sent_text TEXT,
  reason TEXT,
  not_before INTEGER NOT NULL,
  attempts INTEGER NOT NULL,
  lease_owner TEXT,
  lease_until INTEGER,
  fence INTEGER NOT NULL,
  remote_id TEXT,
  remote_url TEXT,
  created_at INTEGER NOT NULL,
  updated_at INTEGER NOT NULL
) STRICT;

CREATE INDEX delivery_by_post ON delivery (post_id, id);
CREATE INDEX delivery_by_state ON delivery (state);
CREATE INDEX delivery_waiting ON delivery (target_id, id, not_before) WHERE state IN ('Queued', 'Unknown');
CREATE INDEX delivery_due ON delivery (target_id, not_before) WHERE state IN ('Queued', 'Unknown');
CREATE INDEX delivery_leased ON delivery (target_id, lease_until) WHERE state = 'Sending';

CREATE TABLE delivery_attempt (
  id INTEGER PRIMARY KEY,
  delivery_id INTEGER NOT NULL REFERENCES delivery (id),
  number INTEGER NOT NULL,
  fence INTEGER NOT NULL,
  started_at INTEGER NOT NULL,
  finished_at INTEGER,
  outcome TEXT,
  detail TEXT,
  UNIQUE (delivery_id, number)
) STRICT;

CREATE TABLE interaction (
  id INTEGER PRIMARY KEY,
  uid TEXT NOT NULL UNIQUE,
  post_id INTEGER NOT NULL REFERENCES post (id),
  parent TEXT,
  kind TEXT NOT NULL,
  state TEXT NOT NULL,
  origin TEXT NOT NULL,
  source_url TEXT NOT NULL,
  author_name TEXT NOT NULL,
  author_url TEXT,
  html TEXT NOT NULL,
  raw TEXT,
  written_at INTEGER NOT NULL,
  received_at INTEGER NOT NULL,
  UNIQUE (origin, source_url, post_id)
) STRICT;

CREATE INDEX interaction_shown ON interaction (post_id, written_at, uid) WHERE state IN ('Visible', 'Tombstone');

CREATE TABLE account (
  id INTEGER PRIMARY KEY,
  uid TEXT NOT NULL UNIQUE,
  email TEXT NOT NULL,
  normalized_email TEXT NOT NULL UNIQUE,
  name TEXT NOT NULL,
  slug TEXT NOT NULL UNIQUE,
  bio TEXT,
  links TEXT NOT NULL,
  photo_url TEXT,
  role TEXT NOT NULL,
  password_hash TEXT,
  security_stamp TEXT NOT NULL,
  access_failed_count INTEGER NOT NULL,
  lockout_end INTEGER,
  created_at INTEGER NOT NULL
) STRICT;

CREATE TABLE api_token (
  id INTEGER PRIMARY KEY,
  uid TEXT NOT NULL UNIQUE,
  account_id INTEGER NOT NULL REFERENCES account (id),
  name TEXT NOT NULL,
  scope TEXT NOT NULL,
  hash TEXT NOT NULL UNIQUE,
  created_at INTEGER NOT NULL,
  expires_at INTEGER NOT NULL
) STRICT;

CREATE TABLE media (
  id INTEGER PRIMARY KEY,
  uid TEXT NOT NULL UNIQUE,
  path TEXT NOT NULL UNIQUE,
  hash TEXT NOT NULL UNIQUE,
  content_type TEXT NOT NULL,
  bytes INTEGER NOT NULL,
  width INTEGER,
  height INTEGER,
  alt TEXT NOT NULL,
  created_at INTEGER NOT NULL
) STRICT;

CREATE INDEX media_newest ON media (created_at, id);

CREATE TABLE site (
  id INTEGER PRIMARY KEY CHECK (id = 1),
  settings TEXT NOT NULL
) STRICT;

CREATE TABLE mark (
  name TEXT NOT NULL PRIMARY KEY,
  value TEXT NOT NULL
) STRICT, WITHOUT ROWID;
