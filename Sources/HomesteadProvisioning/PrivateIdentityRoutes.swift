import Hummingbird
import Provisioning
import Subscribers
import WebServing

extension HomesteadProvisioning {
    /// `/private/<impi>` and what belongs to it.
    func addPrivateIdentityRoutes(to routes: RouterGroup<WebRequestContext>) {
        routes.put("private/{impi}") { request, context in
            let name = try context.pathPart("impi")
            let (realm, credentials) = try PrivateCredentials.read(
                try await request.fields(), homeRealm: realm)
            try await store.putPrivateIdentity(
                name, realm: realm, credentials, by: author(context), now: context.now)
            return Response(status: .ok)
        }
        routes.get("private/{impi}") { _, context in
            let identity = try await store.privateIdentity(context.pathPart("impi"))
            return Response.json([
                "digest_ha1": .string(identity.digestHash.hexadecimal),
                "realm": .string(identity.realm),
            ])
        }
        routes.delete("private/{impi}") { _, context in
            Self.removed(
                try await store.removePrivateIdentity(
                    context.pathPart("impi"), by: author(context), now: context.now))
        }
        routes.get("private/{impi}/associated_implicit_registration_sets") { _, context in
            let sets = try await store.registrationSets(ofPrivate: context.pathPart("impi"))
            return Response.json([
                "associated_implicit_registration_sets": .strings(sets.map(\.uuid))
            ])
        }
        routes.put("private/{impi}/associated_implicit_registration_sets/{irs}") { _, context in
            try await store.associate(
                context.pathPart("impi"), with: context.registrationSet(), by: author(context),
                now: context.now)
            return Response(status: .ok)
        }
        routes.delete("private/{impi}/associated_implicit_registration_sets/{irs}") { _, context in
            Self.removed(try await dissociate(context))
        }
        routes.get("private/{impi}/associated_public_ids") { _, context in
            let identities = try await store.publicIdentities(
                ofPrivate: context.pathPart("impi"))
            return Response.json(["associated_public_ids": .strings(identities)])
        }
    }

    /// - Returns: false where the two did not belong together, or one of them is not there.
    func dissociate(_ context: WebRequestContext) async throws -> Bool {
        let name = try context.pathPart("impi")
        guard let set = RegistrationSetID(uuid: try context.pathPart("irs")) else { return false }
        do {
            return try await store.dissociate(
                name, from: set, by: author(context), now: context.now)
        } catch let error where error.kind == .notFound {
            return false
        }
    }
}

extension PrivateCredentials {
    /// Reads what proves an identity from `digest_ha1` or `plaintext_password`, and its `realm`.
    static func read(_ fields: [String: String], homeRealm: String) throws(WebError)
        -> (realm: String, PrivateCredentials)
    {
        let realm = fields["realm"] ?? homeRealm
        switch (fields["digest_ha1"], fields["plaintext_password"]) {
        case (let hash?, nil):
            guard let hash = DigestHash(hexadecimal: hash) else {
                throw WebError(.badRequest, "digest_ha1 is to be 32 hexadecimal digits")
            }
            return (realm, .digestHash(hash))
        case (nil, let password?):
            return (realm, .password(password))
        case (nil, nil):
            throw WebError(.badRequest, "digest_ha1 or plaintext_password is missing")
        case (_?, _?):
            throw WebError(.badRequest, "send digest_ha1 or plaintext_password, not both")
        }
    }
}
