from netzwerkstatt.site.placeholder import placeholder

start = placeholder
print_page = placeholder
console = placeholder
phase = placeholder
clusters = placeholder
choose = placeholder
release = placeholder
