import HummingbirdCore
import Logging
import NIOCore
import NIOSSL

/// Sets a connection up: into the ledger, TLS, the watch on octets, HTTP/1.1.
struct WebConnectionSetup: ServerChildChannel {
    typealias Value = HTTP1Channel.Value

    let http: HTTP1Channel
    let ledger: ConnectionLedger
    let credentials: TLSCredentials?

    func setup(channel: any Channel, logger: Logger) -> EventLoopFuture<Value> {
        let connection = ledger.admit(channel, now: .now())
        return channel.eventLoop.makeCompletedFuture {
            if let credentials {
                try channel.pipeline.syncOperations.addHandler(
                    NIOSSLServerHandler(context: credentials.context))
            }
            if let connection {
                try channel.pipeline.syncOperations.addHandler(OctetWatch(connection))
            }
        }.flatMap {
            http.setup(channel: channel, logger: logger)
        }.map { value in
            // The acceptor takes a failed set-up for its own failure, so it is closed after it.
            if connection == nil { channel.close(promise: nil) }
            return value
        }
    }

    func handle(value: Value, logger: Logger) async {
        await http.handle(value: value, logger: logger)
    }
}
