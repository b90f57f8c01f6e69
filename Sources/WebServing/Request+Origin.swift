package import Hummingbird

extension Request {
    /// Whether a browser says that a page of another origin made it send this request.
    ///
    /// By `Sec-Fetch-Site`, else by `Origin` against the host that was asked. Programs send neither
    /// and are not led astray by pages.
    package var isFromOtherOrigin: Bool {
        if let site = headers[.init("Sec-Fetch-Site")!]?.lowercased() {
            return site != "same-origin" && site != "none"
        }
        guard let origin = headers[.origin] else { return false }
        let host = origin.lowercased().split(separator: "/").last ?? ""
        return !origin.contains("://") || host != (head.authority ?? "").lowercased()
    }
}
