import Hummingbird
import Provisioning
import WebServing

extension HomesteadProvisioning {
    /// `/irs/<uuid>/service_profiles/<uuid>`: public identities with the same filter criteria.
    func addServiceProfileRoutes(to routes: RouterGroup<WebRequestContext>) {
        routes.post("irs/{irs}/service_profiles") { _, context in
            let set = try context.registrationSet()
            let profile = try await store.addServiceProfile(
                to: set, by: author(context), now: context.now)
            return Response(
                status: .created, headers: [.location: Self.path(of: profile, in: set)])
        }
        routes.delete("irs/{irs}/service_profiles/{profile}") { _, context in
            guard let set = RegistrationSetID(uuid: try context.pathPart("irs")),
                let profile = ServiceProfileID(uuid: try context.pathPart("profile"))
            else { return Self.removed(false) }
            return Self.removed(
                try await store.removeServiceProfile(
                    profile, of: set, by: author(context), now: context.now))
        }
        routes.get("irs/{irs}/service_profiles/{profile}/public_ids") { _, context in
            let identities = try await store.publicIdentities(
                of: context.serviceProfile(), in: context.registrationSet())
            return Response.json(["public_ids": .strings(identities)])
        }
        routes.put("irs/{irs}/service_profiles/{profile}/public_ids/{impu}") { request, context in
            let identity = try PublicIdentityDocument.read(try await request.xml())
            guard identity.uri == (try context.pathPart("impu")) else {
                throw WebError(
                    .forbidden, "the path and the document's Identity are two different identities")
            }
            try await store.putPublicIdentity(
                identity, in: context.serviceProfile(), of: context.registrationSet(),
                by: author(context), now: context.now)
            return Response(status: .ok)
        }
        routes.delete("irs/{irs}/service_profiles/{profile}/public_ids/{impu}") { _, context in
            let uri = try context.pathPart("impu")
            let wasThere = try await store.removePublicIdentity(
                uri, from: context.serviceProfile(), of: context.registrationSet(),
                by: author(context), now: context.now)
            guard wasThere else {
                throw WebError(.notFound, "that service profile has no public identity \(uri)")
            }
            return Response(status: .ok)
        }
        routes.get("irs/{irs}/service_profiles/{profile}/filter_criteria") { _, context in
            Response.xml(
                try await store.filterCriteria(
                    of: context.serviceProfile(), in: context.registrationSet()))
        }
        routes.put("irs/{irs}/service_profiles/{profile}/filter_criteria") { request, context in
            let document = try await request.xml()
            try FilterCriteriaDocument.check(document)
            try await store.putFilterCriteria(
                document, of: context.serviceProfile(), in: context.registrationSet(),
                by: author(context), now: context.now)
            return Response(status: .ok)
        }
    }

    static func path(of profile: ServiceProfileID, in set: RegistrationSetID) -> String {
        "/irs/\(set.uuid)/service_profiles/\(profile.uuid)"
    }
}
