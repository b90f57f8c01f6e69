package import Hummingbird
package import WebServing

/// The description of all HTTP interfaces (OpenAPI 3.1), that every server has at `/openapi.json`.
package struct APIDescription: Sendable {
    package let document: JSONValue
    private let octets: [UInt8]

    /// The parts are the program's own: one that cannot be read is found by the first test.
    package init() {
        guard case .object(var document) = Self.part(PackageResources.base_json),
            case .object(var paths)? = document["paths"]
        else { preconditionFailure("base.json is no description") }
        for octets in Self.interfaces {
            guard case .object(let part) = Self.part(octets) else {
                preconditionFailure("an interface is no object of paths")
            }
            paths.merge(part) { _, _ in preconditionFailure("a path is described twice") }
        }
        document["paths"] = .object(paths)
        self.document = .object(document)
        octets = self.document.octets
    }

    private static let interfaces = [
        PackageResources.ellis_json, PackageResources.homestead_prov_json,
        PackageResources.homer_json,
    ]

    private static func part(_ octets: [UInt8]) -> JSONValue {
        (try? JSONValue(octets: octets)) ?? .null
    }

    package func addRoutes(to router: Router<WebRequestContext>) {
        let octets = octets
        router.get("openapi.json") { _, _ in
            Response.octets(octets, type: "application/json")
        }
    }

    /// The operations of one interface, by its tag.
    package func operations(of tag: String) -> Set<MethodTable.Route> {
        guard case .object(let members) = document, case .object(let paths)? = members["paths"]
        else { return [] }
        var operations: Set<MethodTable.Route> = []
        for (path, item) in paths {
            guard case .object(let item) = item else { continue }
            for (method, operation) in item {
                guard case .object(let operation) = operation,
                    case .array(let tags)? = operation["tags"], tags.contains(.string(tag))
                else { continue }
                operations.insert(MethodTable.Route(method: method.uppercased(), path: path))
            }
        }
        return operations
    }
}
