import Crypto
import Hummingbird
import WebServing

/// The files that every page refers to, at paths that change with their content, so that browsers
/// keep them for a year.
struct PageAssets: Sendable {
    struct Asset: Sendable {
        let path: String
        let type: String
        let octets: [UInt8]
    }

    /// Where pages find them.
    struct Paths: Sendable {
        let style: String
        let script: String
        let icon: String
    }

    private let style = Self.asset("portal", "css", "text/css", PackageResources.portal_css)
    private let script = Self.asset("portal", "js", "text/javascript", PackageResources.portal_js)
    private let icon = Self.asset("icon", "svg", "image/svg+xml", PackageResources.icon_svg)

    var paths: Paths { Paths(style: style.path, script: script.path, icon: icon.path) }

    func addRoutes(to router: Router<WebRequestContext>) {
        for asset in [style, script, icon] {
            router.get(RouterPath(asset.path)) { _, _ in
                Response.octets(
                    asset.octets, type: "\(asset.type); charset=utf-8",
                    headers: [.cacheControl: "public, max-age=31536000, immutable"])
            }
        }
        // Asked for by browsers that no page told otherwise.
        router.get("/favicon.ico") { [icon] _, _ in
            Response(
                status: .movedPermanently,
                headers: [.location: icon.path, .cacheControl: "public, max-age=86400"])
        }
    }

    private static func asset(_ name: String, _ ending: String, _ type: String, _ octets: [UInt8])
        -> Asset
    {
        let hash = SHA256.hash(data: octets).prefix(6).map { octet in
            (octet < 16 ? "0" : "") + String(octet, radix: 16)
        }.joined()
        return Asset(path: "/assets/\(name).\(hash).\(ending)", type: type, octets: octets)
    }
}
