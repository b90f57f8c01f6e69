/// What a nonce of ours stands for once its signature is known to be genuine.
package struct NonceID: Hashable, Sendable {
    /// Counts the nonces of one issuer, rising by one.
    package var serial: UInt64
    /// When it was issued.
    /// - Units: whole seconds since 1970.
    package var issued: Int64

    package init(serial: UInt64, issued: Int64) {
        self.serial = serial
        self.issued = issued
    }
}
