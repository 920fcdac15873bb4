from netzwerkstatt.site.placeholder import placeholder

request_page = placeholder
from_ideas = placeholder
plan = placeholder
invite = placeholder
answer = placeholder
