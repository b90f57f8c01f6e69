import CQREncode
enum StubQRCodes {}
