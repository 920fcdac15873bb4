from django.http import HttpRequest, HttpResponse

from netzwerkstatt.foundation.accounts.access import access, everyone


@access(everyone)
def placeholder(request: HttpRequest) -> HttpResponse:
    return HttpResponse("")
