package import Hummingbird
import NIOCore
package import Provisioning

/// What every handler of a request is told beside the request itself.
package struct WebRequestContext: RequestContext {
    package var coreContext: CoreRequestContextStorage
    /// The client's address without its port; "" where there is none.
    package let source: String

    package init(source: ApplicationRequestContextSource) {
        coreContext = .init(source: source)
        self.source = source.channel.remoteAddress?.ipAddress ?? ""
    }

    /// The biggest body that is read, in octets; a bigger one is answered 413.
    package var maxUploadSize: Int { 256 * 1024 }

    /// The author of what this request changes.
    package func author(_ who: String, by interface: Author.Interface) -> Author {
        Author(who: who, interface: interface, source: source)
    }
}
