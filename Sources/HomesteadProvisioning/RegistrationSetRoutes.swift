import Hummingbird
import Provisioning
import WebServing

extension HomesteadProvisioning {
    /// `/irs/<uuid>`: implicit registration sets.
    func addRegistrationSetRoutes(to routes: RouterGroup<WebRequestContext>) {
        routes.post("irs") { _, context in
            let set = try await store.addRegistrationSet(by: author(context), now: context.now)
            return Response(status: .created, headers: [.location: "/irs/\(set.uuid)"])
        }
        routes.delete("irs/{irs}") { _, context in
            guard let set = RegistrationSetID(uuid: try context.pathPart("irs")) else {
                return Self.removed(false)
            }
            return Self.removed(
                try await store.removeRegistrationSet(set, by: author(context), now: context.now))
        }
        routes.get("irs/{irs}/public_ids") { _, context in
            let identities = try await store.publicIdentities(of: context.registrationSet())
            return Response.json(["public_ids": .strings(identities)])
        }
        routes.get("irs/{irs}/private_ids") { _, context in
            let names = try await store.privateIdentities(of: context.registrationSet())
            return Response.json(["private_ids": .strings(names)])
        }
        routes.put("irs/{irs}/private_ids/{impi}") { _, context in
            try await store.associate(
                context.pathPart("impi"), with: context.registrationSet(), by: author(context),
                now: context.now)
            return Response(status: .ok)
        }
        routes.delete("irs/{irs}/private_ids/{impi}") { _, context in
            guard try await dissociate(context) else {
                throw WebError(
                    .notFound, "that private identity does not belong to that registration set")
            }
            return Response(status: .ok)
        }
    }
}
