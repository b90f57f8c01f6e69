import Glibc
package import Logging
import NIOSSL
import Synchronization

/// The certificate chain and the private key that a server shows, as their files have them now.
///
/// A new pair is in force for connections that come after it; a pair that cannot be used is told
/// once and leaves the old one in force.
package final class TLSCredentials: Sendable {
    package struct Unusable: Error, Hashable, Sendable, CustomStringConvertible {
        package var description: String
    }

    private struct FileState: Hashable {
        var inode: UInt64 = 0
        var size: Int64 = 0
        var seconds = 0
        var nanoseconds = 0

        init(_ path: String) {
            var status = stat()
            guard stat(path, &status) == 0 else { return }
            inode = UInt64(status.st_ino)
            size = Int64(status.st_size)
            (seconds, nanoseconds) = (status.st_mtim.tv_sec, status.st_mtim.tv_nsec)
        }
    }

    private struct State {
        var context: NIOSSLContext
        var loaded: [FileState]
        var seen: [FileState]
    }

    private let certificateFile: String
    private let keyFile: String
    private let state: Mutex<State>

    /// - Throws: `Unusable`, naming the file and the remedy.
    package init(certificateFile: String, keyFile: String) throws(Unusable) {
        self.certificateFile = certificateFile
        self.keyFile = keyFile
        let files = [FileState(certificateFile), FileState(keyFile)]
        state = Mutex(
            State(
                context: try Self.load(certificateFile, keyFile), loaded: files, seen: files))
    }

    var context: NIOSSLContext { state.withLock { $0.context } }

    /// Reads the files again where they have changed since, and are no longer changing: the two are
    /// seldom replaced in the same instant.
    package func refresh(logger: Logger) {
        let files = [FileState(certificateFile), FileState(keyFile)]
        let isDue = state.withLock { state in
            defer { state.seen = files }
            return files != state.loaded && files == state.seen
        }
        guard isDue else { return }
        state.withLock { $0.loaded = files }
        do {
            let context = try Self.load(certificateFile, keyFile)
            state.withLock { $0.context = context }
            logger.notice("new certificate in force", metadata: ["file": "\(certificateFile)"])
        } catch {
            logger.error("the certificate before stays in force: \(error)")
        }
    }

    private static func load(_ certificateFile: String, _ keyFile: String)
        throws(Unusable) -> NIOSSLContext
    {
        let chain: [NIOSSLCertificateSource]
        let key: NIOSSLPrivateKey
        do {
            chain = try NIOSSLCertificate.fromPEMFile(certificateFile).map { .certificate($0) }
        } catch {
            throw Unusable(
                description: "\(certificateFile) cannot be read as certificates in PEM form; "
                    + "it is to hold the server's certificate and those that issued it")
        }
        do {
            key = try NIOSSLPrivateKey(file: keyFile, format: .pem)
        } catch {
            throw Unusable(
                description: "\(keyFile) cannot be read as a private key in PEM form without a "
                    + "passphrase")
        }
        do {
            var configuration = TLSConfiguration.makeServerConfiguration(
                certificateChain: chain, privateKey: .privateKey(key))
            configuration.minimumTLSVersion = .tlsv12
            configuration.applicationProtocols = ["http/1.1"]
            return try NIOSSLContext(configuration: configuration)
        } catch {
            throw Unusable(
                description: "\(certificateFile) and \(keyFile) do not belong together; give the "
                    + "certificate's own key")
        }
    }
}
