package import Determinism
import Glibc
package import Hummingbird
import NIOCore
package import Provisioning

/// What every handler of a request is told beside the request itself.
package struct WebRequestContext: RequestContext {
    package var coreContext: CoreRequestContextStorage
    /// The client's address without its port; "" where there is none.
    package let source: String
    /// When the request had arrived whole.
    package let now: WallTime
    /// It came over TLS, so that a cookie can be kept to TLS.
    package var isSecure = false

    package init(source: ApplicationRequestContextSource) {
        coreContext = .init(source: source)
        self.source = source.channel.remoteAddress?.ipAddress ?? ""
        var wall = timespec()
        clock_gettime(CLOCK_REALTIME, &wall)
        now = WallTime(milliseconds: Int64(wall.tv_sec) * 1000 + Int64(wall.tv_nsec) / 1_000_000)
    }

    /// The biggest body that is read, in octets; a bigger one is answered 413.
    package var maxUploadSize: Int { WebLimits.standard.bodyOctets }

    /// The author of what this request changes.
    package func author(_ who: String, by interface: Author.Interface) -> Author {
        Author(who: who, interface: interface, source: source)
    }

    /// A part of the path that the route names, unescaped: `sip%3Aa%40b` and `sip:a@b` are the
    /// same.
    ///
    /// - Throws: 400 for escapes that are none, or that are no UTF-8 or hide a control character.
    package func pathPart(_ name: String) throws(WebError) -> String {
        let escaped = parameters.get(name) ?? ""
        guard let text = PercentEncoding.decoded(escaped), !text.isEmpty else {
            throw WebError(
                .badRequest, "the path has '\(escaped)', which is no percent-encoded text")
        }
        return text
    }
}
