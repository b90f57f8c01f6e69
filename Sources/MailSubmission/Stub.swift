import CMailSubmission
enum StubMailSubmission {}
