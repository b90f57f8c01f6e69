import Hummingbird
import Provisioning
import WebServing

extension HomesteadProvisioning {
    /// `/public/<impu>`: where a public identity stands, and all of them.
    func addPublicIdentityRoutes(to routes: RouterGroup<WebRequestContext>) {
        routes.get("public/{impu}/service_profile") { _, context in
            let place = try await store.place(ofPublic: context.pathPart("impu"))
            return Response.seeOther(Self.path(of: place.profile, in: place.set))
        }
        routes.get("public/{impu}/irs") { _, context in
            let place = try await store.place(ofPublic: context.pathPart("impu"))
            return Response.seeOther("/irs/\(place.set.uuid)")
        }
        routes.get("public/{impu}/associated_private_ids") { _, context in
            let names = try await store.privateIdentities(ofPublic: context.pathPart("impu"))
            return Response.json(["private_ids": .strings(names)])
        }
        routes.get("public") { request, _ in
            let listing = try Listing(request.queryFields())
            let places = try await store.publicIdentities(
                chunk: listing.chunk, of: listing.proportion)
            if listing.proportion > 1, !places.isEmpty { try await Task.sleep(for: pause) }
            return Response.json([
                "public_ids": .array(
                    places.map { place in
                        listing.excludesUUIDs
                            ? ["public_id": .string(place.uri)]
                            : [
                                "public_id": .string(place.uri), "sp": .string(place.profile.uuid),
                                "irs": .string(place.set.uuid),
                            ]
                    })
            ])
        }
    }

    /// Which part of all public identities is asked for, and how much of each.
    struct Listing {
        var chunk: Int
        var proportion: Int
        var excludesUUIDs: Bool

        /// Clients count chunks from 0 or from 1: the last one is chunk 0, so each sees all.
        init(_ fields: [String: String]) throws(WebError) {
            proportion = try Self.number("chunk-proportion", in: fields, atLeast: 1) ?? 1
            chunk = (try Self.number("chunk", in: fields, atLeast: 0) ?? 0) % proportion
            excludesUUIDs = fields["excludeuuids"]?.lowercased() == "true"
        }

        private static func number(
            _ name: String, in fields: [String: String], atLeast least: Int
        ) throws(WebError) -> Int? {
            guard let text = fields[name] else { return nil }
            guard let number = Int(text), number >= least else {
                throw WebError(.badRequest, "\(name) is to be a number from \(least) up")
            }
            return number
        }
    }
}

extension JSONValue {
    static func strings(_ texts: [String]) -> JSONValue { .array(texts.map(JSONValue.string)) }
}
