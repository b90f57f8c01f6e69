import CSystemClock
package import Doctor
import Glibc
import NIOSSL

/// Finds out how the machine fares: disks, descriptors, clock, certificates.
package enum MachineExamination {
    /// What a process has open, and how much it may.
    package static func descriptors(of pid: Int32) -> Fact<MachineFacts.Descriptors> {
        let used = TextFile.names(in: "/proc/\(pid)/fd").count
        let line = TextFile.contents("/proc/\(pid)/limits")?.split(separator: "\n").first {
            $0.hasPrefix("Max open files")
        }
        // Soft limit, hard limit, unit.
        let words = line.map { $0.split(separator: " ") } ?? []
        guard used > 0, words.count >= 4, let limit = Int(words[3]) else {
            return .unknown("the process \(pid) belongs to another user")
        }
        return .known(MachineFacts.Descriptors(used: used, limit: limit))
    }

    /// - Returns: nil for a directory that is not there.
    package static func disk(of path: String, purpose: String) -> MachineFacts.Disk? {
        var status = statvfs()
        guard statvfs(path, &status) == 0 else { return nil }
        let unit = Int64(status.f_frsize)
        return MachineFacts.Disk(
            path: path, purpose: purpose, free: Int64(status.f_bavail) * unit,
            size: Int64(status.f_blocks) * unit)
    }

    /// - Parameter jump: by how much the clock was set since the node started.
    package static func clock(jump: Int64?) -> Fact<MachineFacts.Clock> {
        let answer = system_clock_is_synchronised()
        guard answer >= 0 else { return .unknown(String(cString: strerror(-answer))) }
        // systemd's own client says it by a file, in a container as well.
        let isMarked = access("/run/systemd/timesync/synchronized", F_OK) == 0
        return .known(
            MachineFacts.Clock(isSynchronised: answer == 1 || isMarked, jump: jump))
    }

    /// When the first certificate of a file ends.
    package static func certificate(_ file: String, option: String) -> MachineFacts.Certificate {
        let expires: Fact<Int64>
        if let certificate = try? NIOSSLCertificate.fromPEMFile(file).first {
            expires = .known(Int64(certificate.notValidAfter) * 1_000_000)
        } else {
            expires = .unknown("it cannot be read as a certificate in PEM form")
        }
        return MachineFacts.Certificate(file: file, option: option, expires: expires)
    }
}
