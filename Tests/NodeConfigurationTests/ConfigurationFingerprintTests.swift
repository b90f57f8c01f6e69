import Glibc
import NodeConfiguration
import Testing

@Suite("Noticing that a file was saved")
struct ConfigurationFingerprintTests {
    private let fixture = ConfigurationFixture(userSettings: "log_level=1\n")
    private var fingerprint: ConfigurationFingerprint { .read(fixture.directory) }

    @Test("Without a change the fingerprint is the same, reading included")
    func stable() {
        let before = fingerprint
        _ = fixture.directory.load()
        #expect(fingerprint == before)
        #expect(before.files.map(\.failure) == [ENOENT, 0, 0, ENOENT])
    }

    @Test("Writing, renaming, removing, appearing and chmod are noticed")
    func changes() {
        var last = fingerprint
        func expectChange(_ what: Comment, _ change: () -> Void) {
            change()
            let now = fingerprint
            #expect(now != last, what)
            last = now
        }
        expectChange("size") { fixture.write("user_settings", "log_level=11\n") }
        expectChange("appearing") { fixture.write("trunks", "") }
        expectChange("inode") {
            fixture.write("temporary", "log_level=11\n")
            rename(
                fixture.directory.path(of: "temporary"), fixture.directory.path(of: "user_settings")
            )
        }
        expectChange("time alone") {
            var times = [timespec(tv_sec: 1, tv_nsec: 1), timespec(tv_sec: 1, tv_nsec: 2)]
            utimensat(AT_FDCWD, fixture.directory.path(of: "user_settings"), &times, 0)
        }
        expectChange("removing") { unlink(fixture.directory.path(of: "trunks")) }
        // The clock that stamps files ticks every few milliseconds.
        usleep(20_000)
        expectChange("mode") { chmod(fixture.directory.path(of: "user_settings"), 0o600) }
    }

    @Test("A directory that is gone has a fingerprint too")
    func gone() {
        let gone = ConfigurationFingerprint.read(ConfigurationDirectory("/nonexistent"))
        #expect(gone.files.allSatisfy { $0.failure == ENOENT })
    }

    @Test("A change is reported once, when it has come to rest")
    func comesToRest() {
        let states = (1...4 as ClosedRange<Int32>).map {
            ConfigurationFingerprint(files: [ConfigurationFingerprint.File(failure: $0)])
        }
        var detector = ConfigurationChangeDetector(loaded: states[0])
        let observed = [0, 0, 1, 2, 2, 2, 3, 2, 2, 3, 3, 0, 0].map { detector.observe(states[$0]) }
        // A state that passed (3) and one that was left and came back to (2) are not loaded.
        #expect(
            observed == [
                false, false, false, false, true, false, false, false, false, false, true, false,
                true,
            ])
    }
}
