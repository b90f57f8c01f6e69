import Foundation
import Subscribers

/// A subscriber's digest hashes as octets: 16 each, in their order.
enum DigestHashBlob {
    static func encode(_ hashes: [DigestHash]) -> Data {
        var blob = Data(capacity: 16 * hashes.count)
        for hash in hashes {
            for half in [hash.high, hash.low] {
                for shift in stride(from: UInt64(56), through: 0, by: -8) {
                    blob.append(UInt8(truncatingIfNeeded: half >> shift))
                }
            }
        }
        return blob
    }

    /// - Returns: nil where the length is no multiple of 16.
    static func decode(_ blob: Span<UInt8>) -> [DigestHash]? {
        guard blob.count.isMultiple(of: 16) else { return nil }
        func half(_ start: Int) -> UInt64 {
            var value: UInt64 = 0
            for place in start..<(start + 8) { value = value << 8 | UInt64(blob[place]) }
            return value
        }
        return stride(from: 0, to: blob.count, by: 16).map {
            DigestHash(high: half($0), low: half($0 + 8))
        }
    }
}
