from netzwerkstatt.site.placeholder import placeholder

join_page = placeholder
take_part = placeholder
dots = placeholder
