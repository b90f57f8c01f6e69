/// The second version of the tables: identities as the home subscriber server knows them, and
/// everything that a person provisions.
///
/// - `registration_sets`: who registers together. Its row number is what registrations hang on, and
///   never comes back.
/// - `private_identities`: who logs in. `digest_hashes` is 16 octets for each spelling of `user`
///   (`DigestUsername.spellings`), or for `name` alone where `user` is null.
/// - `public_identities`: who is called. Of several with one key all belong to one set; the one
///   with the lowest row number is the set's default.
/// - `accounts`, `sessions`, `recovery_tokens`: persons. Of tokens only the SHA-256 is kept.
///   `folded` is the address as it is compared, `sought` what a search looks into.
/// - `numbers`: the pool. `key` is the number without its `+`, `value` what comes next to what. A
///   number is `used` while any public identity has it, whoever made that; triggers see to it.
/// - `lines`: the public identities that belong to an account.
/// - `documents`: what the document management server keeps; they go with their user's identity.
/// - `audit`: who changed what; written with the change.
enum ProvisioningSchema {
    static let second = """
        CREATE TABLE registration_sets (
            id INTEGER PRIMARY KEY AUTOINCREMENT,
            created INTEGER NOT NULL
        ) STRICT;

        CREATE TABLE private_identities (
            id INTEGER PRIMARY KEY AUTOINCREMENT,
            name TEXT NOT NULL UNIQUE,
            realm TEXT NOT NULL,
            user TEXT,
            digest_hashes BLOB NOT NULL
        ) STRICT;

        CREATE TABLE set_members (
            registration_set INTEGER NOT NULL
                REFERENCES registration_sets (id) ON DELETE CASCADE,
            private_identity INTEGER NOT NULL
                REFERENCES private_identities (id) ON DELETE CASCADE,
            PRIMARY KEY (registration_set, private_identity)
        ) STRICT, WITHOUT ROWID;
        CREATE INDEX members_by_private ON set_members (private_identity);

        CREATE TABLE service_profiles (
            id INTEGER PRIMARY KEY AUTOINCREMENT,
            registration_set INTEGER NOT NULL
                REFERENCES registration_sets (id) ON DELETE CASCADE,
            filter_criteria BLOB
        ) STRICT;
        CREATE INDEX profiles_by_set ON service_profiles (registration_set);

        CREATE TABLE public_identities (
            id INTEGER PRIMARY KEY AUTOINCREMENT,
            uri TEXT NOT NULL UNIQUE,
            key TEXT NOT NULL,
            user TEXT NOT NULL,
            registration_set INTEGER NOT NULL
                REFERENCES registration_sets (id) ON DELETE CASCADE,
            service_profile INTEGER NOT NULL
                REFERENCES service_profiles (id) ON DELETE CASCADE,
            barred INTEGER NOT NULL DEFAULT 0,
            element BLOB
        ) STRICT;
        CREATE INDEX identities_by_key ON public_identities (key);
        CREATE INDEX identities_by_set ON public_identities (registration_set);
        CREATE INDEX identities_by_profile ON public_identities (service_profile);

        INSERT INTO registration_sets (id, created) SELECT id, created FROM subscribers;
        INSERT INTO private_identities (id, name, realm, user, digest_hashes)
            SELECT id, user || '@' || realm, realm, user, digest_hashes FROM subscribers;
        INSERT INTO set_members SELECT id, id FROM subscribers;
        INSERT INTO service_profiles (id, registration_set) SELECT id, id FROM subscribers;
        INSERT INTO public_identities (id, uri, key, user, registration_set, service_profile)
            SELECT id, 'sip:' || user || '@' || realm, key, user, id, id FROM subscribers;
        -- Numbers of removed subscribers stay used up.
        DELETE FROM sqlite_sequence WHERE name = 'registration_sets';
        INSERT INTO sqlite_sequence (name, seq)
            SELECT 'registration_sets', seq FROM sqlite_sequence WHERE name = 'subscribers';

        CREATE TABLE registrations (
            registration_set INTEGER PRIMARY KEY
                REFERENCES registration_sets (id) ON DELETE CASCADE,
            count INTEGER NOT NULL,
            earliest INTEGER NOT NULL,
            latest INTEGER NOT NULL,
            contacts BLOB NOT NULL
        ) STRICT;
        INSERT INTO registrations SELECT subscriber, count, earliest, latest, contacts FROM bindings;
        DROP TABLE bindings;
        DROP TABLE subscribers;
        ALTER TABLE registrations RENAME TO bindings;

        CREATE TRIGGER identity_added AFTER INSERT ON public_identities BEGIN
            INSERT INTO changes (key) SELECT DISTINCT key FROM public_identities
                WHERE registration_set = NEW.registration_set;
            UPDATE numbers SET used = 1 WHERE key = NEW.key;
        END;
        CREATE TRIGGER identity_changed AFTER UPDATE ON public_identities BEGIN
            INSERT INTO changes (key) VALUES (OLD.key);
            INSERT INTO changes (key) SELECT DISTINCT key FROM public_identities
                WHERE registration_set = NEW.registration_set AND key <> OLD.key;
            UPDATE numbers SET used = EXISTS (SELECT 1 FROM public_identities WHERE key = OLD.key)
                WHERE key = OLD.key AND NEW.key <> OLD.key;
            UPDATE numbers SET used = 1 WHERE key = NEW.key AND NEW.key <> OLD.key;
        END;
        CREATE TRIGGER identity_removed AFTER DELETE ON public_identities BEGIN
            INSERT INTO changes (key) VALUES (OLD.key);
            INSERT INTO changes (key) SELECT DISTINCT key FROM public_identities
                WHERE registration_set = OLD.registration_set;
            UPDATE numbers SET used = EXISTS (SELECT 1 FROM public_identities WHERE key = OLD.key)
                WHERE key = OLD.key;
            DELETE FROM documents WHERE user = OLD.uri;
        END;
        CREATE TRIGGER credentials_changed AFTER UPDATE ON private_identities BEGIN
            INSERT INTO changes (key) SELECT DISTINCT key FROM public_identities
                JOIN set_members USING (registration_set) WHERE private_identity = NEW.id;
        END;
        CREATE TRIGGER member_added AFTER INSERT ON set_members BEGIN
            INSERT INTO changes (key) SELECT DISTINCT key FROM public_identities
                WHERE registration_set = NEW.registration_set;
        END;
        CREATE TRIGGER member_removed AFTER DELETE ON set_members BEGIN
            INSERT INTO changes (key) SELECT DISTINCT key FROM public_identities
                WHERE registration_set = OLD.registration_set;
        END;

        CREATE TABLE accounts (
            id INTEGER PRIMARY KEY AUTOINCREMENT,
            email TEXT NOT NULL,
            folded TEXT NOT NULL UNIQUE,
            full_name TEXT NOT NULL,
            sought TEXT NOT NULL,
            password_hash TEXT NOT NULL,
            administrator INTEGER NOT NULL DEFAULT 0,
            created INTEGER NOT NULL,
            expires INTEGER
        ) STRICT;

        CREATE TABLE sessions (
            token BLOB PRIMARY KEY,
            account INTEGER NOT NULL REFERENCES accounts (id) ON DELETE CASCADE,
            expires INTEGER NOT NULL
        ) STRICT, WITHOUT ROWID;
        CREATE INDEX sessions_by_account ON sessions (account, expires);
        CREATE INDEX sessions_by_expiry ON sessions (expires);

        CREATE TABLE recovery_tokens (
            account INTEGER PRIMARY KEY REFERENCES accounts (id) ON DELETE CASCADE,
            token BLOB NOT NULL,
            expires INTEGER NOT NULL
        ) STRICT;

        CREATE TABLE numbers (
            id INTEGER PRIMARY KEY,
            key TEXT NOT NULL UNIQUE,
            plus INTEGER NOT NULL,
            digits INTEGER NOT NULL,
            value INTEGER NOT NULL,
            pstn INTEGER NOT NULL,
            used INTEGER NOT NULL
        ) STRICT;
        CREATE INDEX numbers_in_order ON numbers (pstn, plus, digits, value, used);
        CREATE INDEX free_numbers ON numbers (pstn, digits, value) WHERE used = 0;

        CREATE TABLE lines (
            public_identity INTEGER PRIMARY KEY
                REFERENCES public_identities (id) ON DELETE CASCADE,
            account INTEGER NOT NULL REFERENCES accounts (id),
            pstn INTEGER NOT NULL,
            listed INTEGER NOT NULL DEFAULT 0,
            created INTEGER NOT NULL
        ) STRICT;
        CREATE INDEX lines_by_account ON lines (account);
        CREATE INDEX listed_lines ON lines (account) WHERE listed = 1;

        CREATE TABLE documents (
            usage TEXT NOT NULL,
            user TEXT NOT NULL,
            file TEXT NOT NULL,
            content BLOB NOT NULL,
            entity_tag TEXT NOT NULL,
            changed INTEGER NOT NULL,
            PRIMARY KEY (user, usage, file)
        ) STRICT, WITHOUT ROWID;

        CREATE TABLE audit (
            id INTEGER PRIMARY KEY AUTOINCREMENT,
            at INTEGER NOT NULL,
            who TEXT NOT NULL,
            interface TEXT NOT NULL,
            source TEXT NOT NULL,
            action TEXT NOT NULL,
            object TEXT NOT NULL
        ) STRICT;
        """
}
