"""What Swift's proxy needs to serve one S3 user, and public objects to those without a key."""
from swift.common.middleware.tempauth import TempAuth
from swift.common.utils import split_path


# The one account; its objects stay when the key is changed.
ACCOUNT = "AUTH_crm"


class OneUser(TempAuth):
    """Swift's tempauth with one user. Its own configuration takes users, and so access keys, as account:user only."""

    def __init__(self, app, conf, access_key, secret_key):
        super().__init__(app, conf)
        self.access_key, self.secret_key = access_key, secret_key

    def get_groups(self, env, token):
        """The groups of who signed the request; none for a token of Swift's own interface, for nobody is given one."""
        signed = env.get("s3api.auth_details")
        if not signed or signed["access_key"] != self.access_key or not signed["check_signature"](self.secret_key):
            return None
        # s3api puts the access key where the account's name belongs
        version, _, rest = split_path(env["PATH_INFO"], 1, 3, True)
        env["PATH_INFO"] = "/" + "/".join(part for part in (version, ACCOUNT, rest) if part is not None)
        return self.access_key + "," + ACCOUNT


class PublicObjects:
    """Hands a GET or HEAD of an object without any signature to Swift's own path, where the bucket's ACL decides.

    s3api takes signed requests only: without this the objects of a public bucket had another address for everyone who has
    no key.
    """

    def __init__(self, app):
        self.app = app

    def __call__(self, env, start_response):
        bucket, _, key = env.get("PATH_INFO", "").lstrip("/").partition("/")
        signed = "HTTP_AUTHORIZATION" in env or "Signature=" in env.get("QUERY_STRING", "")
        if signed or not key or bucket in ("v1", "auth") or env["REQUEST_METHOD"] not in ("GET", "HEAD"):
            return self.app(env, start_response)
        env["PATH_INFO"] = "/v1/%s/%s/%s" % (ACCOUNT, bucket, key)
        env["QUERY_STRING"] = ""  # parameters of Swift's own interface

        def answer(status, headers, exc_info=None):
            # As S3 does: who has no key is refused, not asked for one; and an ETag stands in quotes.
            status = "403 Forbidden" if status.startswith("401") else status
            headers = [(name, '"%s"' % value.strip('"') if name.lower() == "etag" else value) for name, value in headers]
            return start_response(status, headers, exc_info)

        return self.app(env, answer)


class HeadsEnd:
    """States a length where s3api answers a HEAD without one, as it does for what is absent.

    The server below would send the end of a body all the same, which a client that keeps its connection takes for the
    beginning of the next answer.
    """

    def __init__(self, app):
        self.app = app

    def __call__(self, env, start_response):
        if env["REQUEST_METHOD"] != "HEAD":
            return self.app(env, start_response)

        def answer(status, headers, exc_info=None):
            if not any(name.lower() == "content-length" for name, _ in headers):
                headers = [*headers, ("Content-Length", "0")]
            return start_response(status, headers, exc_info)

        return self.app(env, answer)


def heads_end(_global_conf, **_conf):
    """The filter that ends every answer to a HEAD with its headers."""
    return HeadsEnd


def one_user(global_conf, access_key, secret_key, **conf):
    """The filter that lets one user in, by S3 signature."""
    return lambda app: OneUser(app, {**global_conf, **conf}, access_key, secret_key)


def public_objects(_global_conf, **_conf):
    """The filter that serves the objects of public buckets to everyone."""
    return PublicObjects
